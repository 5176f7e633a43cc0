import type { ReactNode } from 'react';
import styles from './action-bar.module.css';

/** The actions of a page: at the foot within the thumb's reach on a phone, at their place on a wide screen. */
export function ActionBar({ children }: { children: ReactNode }) {
  return <div className={styles.bar}>{children}</div>;
}
