import type { ReactNode } from 'react';
import { cx } from '../ui/cx.ts';
import styles from './page.module.css';

/** The room of a page: `form` is one column of 560 px, `wide` the whole 1200 px. */
export function Page({ width = 'wide', children }: { width?: 'form' | 'wide'; children: ReactNode }) {
  return <div className={cx('page', styles.page, width === 'form' && styles.form)}>{children}</div>;
}

/** Things one under the other, with air between. */
export function Stack({ children, gap = 24 }: { children: ReactNode; gap?: 8 | 12 | 16 | 24 | 40 }) {
  return (
    <div className={styles.stack} data-gap={gap}>
      {children}
    </div>
  );
}

/** A picture with its doings on the left, what is known of it on the right; one under the other on a phone. */
export function Desk({ children }: { children: ReactNode }) {
  return <div className={styles.desk}>{children}</div>;
}

/** Things side by side that may wrap. */
export function Row({ children }: { children: ReactNode }) {
  return <div className={styles.row}>{children}</div>;
}
