import type { ReactNode } from 'react';
import { useTexts } from '../i18n/texts.tsx';
import styles from './slate.module.css';

export interface SlateProps {
  production: string;
  scene: ReactNode;
  take: ReactNode;
  date: string;
  /** Under the board: what the slate stands for, as rows. */
  children?: ReactNode;
}

/** The clapper slate of the recap: what is about to be shot, written down before it runs. */
export function Slate({ production, scene, take, date, children }: SlateProps) {
  const texts = useTexts('ui').slate;
  return (
    <div className={styles.slate}>
      <div className={styles.sticks} aria-hidden="true">
        <span />
        <span />
      </div>
      <dl className={styles.board}>
        <div className={styles.production}>
          <dt>{texts.production}</dt>
          <dd>{production}</dd>
        </div>
        <div>
          <dt>{texts.scene}</dt>
          <dd>{scene}</dd>
        </div>
        <div>
          <dt>{texts.take}</dt>
          <dd className={styles.take}>{take}</dd>
        </div>
        <div>
          <dt>{texts.date}</dt>
          <dd>{date}</dd>
        </div>
      </dl>
      {children ? <div className={styles.below}>{children}</div> : null}
    </div>
  );
}
