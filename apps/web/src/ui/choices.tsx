import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox';
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { type ReactNode, useId } from 'react';
import styles from './field.module.css';
import { CheckIcon } from './icons.tsx';
import { WarningIcon } from './shell-icons.tsx';

/** One thing that is so or not; the whole line can be pressed. */
export function Checkbox(props: {
  label: string;
  hint?: ReactNode;
  checked: boolean;
  onChange(checked: boolean): void;
}) {
  const hintId = useId();
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: Base UI renders the input inside
    <label className={styles.check}>
      <BaseCheckbox.Root
        className={styles.box}
        checked={props.checked}
        onCheckedChange={props.onChange}
        aria-describedby={props.hint ? hintId : undefined}
      >
        <BaseCheckbox.Indicator>
          <CheckIcon size={16} />
        </BaseCheckbox.Indicator>
      </BaseCheckbox.Root>
      <span className={styles.checkText}>
        <span>{props.label}</span>
        {props.hint ? (
          <span id={hintId} className={styles.hint}>
            {props.hint}
          </span>
        ) : null}
      </span>
    </label>
  );
}

export interface Choice<V extends string> {
  value: V;
  title: string;
  text?: ReactNode;
  /** At the right, for example a price. */
  aside?: ReactNode;
  disabled?: boolean;
}

/** A choice among few, each explained on its card. */
export function RadioCards<V extends string>(props: {
  label: string;
  choices: readonly Choice<V>[];
  value: V | null;
  onChange(value: V): void;
  error?: string | null;
}) {
  const id = useId();
  return (
    <div className={styles.group}>
      <div id={id} className={styles.legend}>
        {props.label}
      </div>
      <RadioGroup<V>
        className={styles.cards}
        aria-labelledby={id}
        value={props.value ?? ('' as V)}
        onValueChange={(value) => props.onChange(value)}
      >
        {props.choices.map((choice) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: Base UI renders the input inside
          <label key={choice.value} className={styles.card}>
            <Radio.Root className={styles.dot} value={choice.value} disabled={choice.disabled} />
            <span className={styles.cardTitle}>{choice.title}</span>
            <span className={styles.cardAside}>{choice.aside}</span>
            {choice.text ? <span className={styles.cardText}>{choice.text}</span> : null}
          </label>
        ))}
      </RadioGroup>
      {props.error ? (
        <p className={styles.error} role="alert">
          <WarningIcon size={16} />
          <span>{props.error}</span>
        </p>
      ) : null}
    </div>
  );
}
