import type { ReactNode } from 'react';
import styles from './banner.module.css';
import { WarningIcon } from './shell-icons.tsx';

/** A line across the page, for the state of the whole house: offline. */
export function Banner({ children }: { children: ReactNode }) {
  return (
    <div className={styles.banner} role="status">
      <WarningIcon size={16} />
      <span>{children}</span>
    </div>
  );
}
