import { useFormats } from '../../i18n/texts.tsx';
import styles from './film-recorder.module.css';

export interface TakeClockProps {
  /** Lights the lamp. */
  live?: boolean;
  state: string;
  timeMs: number;
  note?: string;
}

/** The counter of a camera: what it does, how long, and what is left. */
export function TakeClock({ live, state, timeMs, note }: TakeClockProps) {
  const formats = useFormats();
  return (
    <div className={styles.clock}>
      <p className={styles.state}>
        {live ? <span className={styles.lamp} aria-hidden="true" /> : null}
        {state}
      </p>
      <p className={styles.code}>{formats.timeCode(timeMs / 1000)}</p>
      {note ? <p className={styles.left}>{note}</p> : null}
    </div>
  );
}
