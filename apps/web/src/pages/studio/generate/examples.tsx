import { useState } from 'react';
import { useTexts } from '../../../i18n/texts.tsx';
import { Button } from '../../../ui/button.tsx';
import styles from './generate.module.css';

/** Wishes to begin with. What stood in the field before can be had back. */
export function Examples({ prompt, onChoose }: { prompt: string; onChoose(prompt: string): void }) {
  const texts = useTexts('generate').examples;
  const [own, setOwn] = useState<string | null>(null);
  const isExample = (text: string) => texts.list.some((one) => one.prompt === text);
  function choose(example: string) {
    if (prompt.trim() !== '' && !isExample(prompt)) setOwn(prompt);
    onChoose(example);
  }
  return (
    <fieldset className={styles.examples}>
      <legend>{texts.label}</legend>
      <ul>
        {texts.list.map((example) => (
          <li key={example.title}>
            <button
              type="button"
              className={styles.example}
              aria-pressed={example.prompt === prompt}
              onClick={() => choose(example.prompt)}
            >
              {example.title}
            </button>
          </li>
        ))}
      </ul>
      {own !== null && isExample(prompt) ? (
        <div>
          <Button
            size="small"
            look="bare"
            onClick={() => {
              onChoose(own);
              setOwn(null);
            }}
          >
            {texts.takeBack}
          </Button>
        </div>
      ) : null}
    </fieldset>
  );
}
