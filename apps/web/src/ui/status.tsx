import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './status.module.css';

export type StatusTone = 'waiting' | 'running' | 'good' | 'bad' | 'calm';

/** Where something stands: a lamp and a word. The word carries the meaning, the colour only helps. */
export function Status({ tone, children }: { tone: StatusTone; children: ReactNode }) {
  return (
    <span className={cx(styles.status, styles[tone])}>
      <span className={styles.lamp} aria-hidden="true" />
      {children}
    </span>
  );
}

/** A small fact about a thing: its language, its container. */
export function Tag({ children }: { children: ReactNode }) {
  return <span className={styles.tag}>{children}</span>;
}
