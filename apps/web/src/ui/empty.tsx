import type { ReactNode } from 'react';
import styles from './empty.module.css';

/** A list with nothing in it yet: what belongs here, and the first step with one button. */
export function Empty(props: {
  drawing: ReactNode;
  title: string;
  text: ReactNode;
  action?: ReactNode;
  /** Of the heading, where it stands below another. */
  level?: 2 | 3;
}) {
  const Heading = props.level === 3 ? 'h3' : 'h2';
  return (
    <div className={styles.empty}>
      <div className={styles.drawing}>{props.drawing}</div>
      <Heading className={styles.title}>{props.title}</Heading>
      <p>{props.text}</p>
      {props.action}
    </div>
  );
}
