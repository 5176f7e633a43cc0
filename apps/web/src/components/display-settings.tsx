import { type ReactNode, useId } from 'react';
import { languageNames, languages } from '../i18n/language.ts';
import { useTexts } from '../i18n/texts.tsx';
import styles from './display-settings.module.css';
import { setLanguage, setTheme, themes, usePreferences } from './preferences.ts';

/** Few choices side by side, one lit. */
function Segments<V extends string>(props: {
  label: string;
  options: readonly { value: V; label: ReactNode; lang?: string }[];
  value: V;
  onChange(value: V): void;
}) {
  const name = useId();
  return (
    <fieldset className={styles.group}>
      <legend>{props.label}</legend>
      <div className={styles.segments}>
        {props.options.map((option) => (
          <label key={option.value} lang={option.lang}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === props.value}
              onChange={() => props.onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Language and theme: in the header of every page and in the settings. Native radios: this is in the first chunk. */
export function DisplaySettings() {
  const texts = useTexts('shell');
  const preferences = usePreferences();
  return (
    <div className={styles.settings}>
      <Segments
        label={texts.language}
        options={languages.map((value) => ({ value, label: languageNames[value], lang: value }))}
        value={preferences.language}
        onChange={setLanguage}
      />
      <Segments
        label={texts.theme}
        options={themes.map((value) => ({ value, label: texts.themes[value] }))}
        value={preferences.theme}
        onChange={setTheme}
      />
    </div>
  );
}
