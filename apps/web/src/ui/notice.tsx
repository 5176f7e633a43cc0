import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { CheckIcon, InfoIcon } from './icons.tsx';
import styles from './notice.module.css';
import { WarningIcon } from './shell-icons.tsx';

type Tone = 'info' | 'good' | 'warning' | 'bad';

const icons = { info: InfoIcon, good: CheckIcon, warning: WarningIcon, bad: WarningIcon };

export interface NoticeProps {
  tone?: Tone;
  title?: string;
  children?: ReactNode;
  /** What to do next. */
  action?: ReactNode;
  /** Read out at once when it appears: for what went wrong just now. */
  urgent?: boolean;
}

/** What happened and what to do next, where it happened. */
export function Notice({ tone = 'info', title, children, action, urgent }: NoticeProps) {
  const Icon = icons[tone];
  return (
    <div className={cx(styles.notice, styles[tone], 'raised')} role={urgent ? 'alert' : undefined}>
      <Icon className={styles.icon} />
      <div className={styles.body}>
        {title ? <p className={styles.title}>{title}</p> : null}
        {children ? <div className={styles.text}>{children}</div> : null}
      </div>
      {action ? <div className={styles.action}>{action}</div> : null}
    </div>
  );
}
