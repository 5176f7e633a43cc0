import type { ReactNode } from 'react';
import { useTexts } from '../i18n/texts.tsx';
import { cx } from './cx.ts';
import { CheckIcon } from './icons.tsx';
import styles from './steps.module.css';

export interface Step {
  id: string;
  label: string;
  /** Where it can be done out of turn; else the steps before the current one are. */
  done?: boolean;
}

/**
 * The frames of a strip; the current one is lit. `link` wraps the label of a frame that can be gone to, so that this
 * room needs no router.
 */
export function Steps(props: {
  label: string;
  steps: readonly Step[];
  current: string;
  /** The last one is reached, and done as well. */
  over?: boolean;
  link?(step: Step, content: ReactNode): ReactNode;
}) {
  const texts = useTexts('ui');
  const at = props.steps.findIndex((step) => step.id === props.current);
  const Strip = props.link ? 'nav' : 'section';
  return (
    <Strip className={styles.strip} aria-label={`${props.label}. ${texts.steps(at + 1, props.steps.length)}`}>
      <ol className={styles.frames}>
        {props.steps.map((step, index) => {
          const current = step.id === props.current;
          const done = step.done ?? (props.over || index < at);
          const content = (
            <>
              <span className={styles.number}>
                {done && !current ? <CheckIcon size={16} /> : String(index + 1)}
              </span>
              <span className={styles.label}>{step.label}</span>
              {done ? <span className="visually-hidden">, {texts.stepDone}</span> : null}
            </>
          );
          return (
            <li
              key={step.id}
              className={cx(styles.frame, current && styles.lit, done && styles.done)}
              aria-current={current ? 'step' : undefined}
            >
              {props.link && !current ? props.link(step, content) : <span>{content}</span>}
            </li>
          );
        })}
      </ol>
    </Strip>
  );
}
