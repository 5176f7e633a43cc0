import { Progress as BaseProgress } from '@base-ui/react/progress';
import type { ReactNode } from 'react';
import { useFormats, useTexts } from '../i18n/texts.tsx';
import bar from './bar.module.css';
import { cx } from './cx.ts';
import styles from './progress.module.css';

export interface ProgressProps {
  label: string;
  /** Bytes or steps done; null when it cannot be known. */
  done: number | null;
  total: number;
  /** Shown under the bar; `ByteFigures` for uploads. */
  figures?: ReactNode;
}

/** How far long work has come. */
export function Progress({ label, done, total, figures }: ProgressProps) {
  const formats = useFormats();
  const ratio = done === null || total === 0 ? null : Math.min(1, done / total);
  return (
    <BaseProgress.Root
      className={bar.whole}
      value={ratio === null ? null : Math.floor(ratio * 100)}
      getAriaValueText={() => (ratio === null ? '' : formats.percent(ratio))}
    >
      <div className={bar.head}>
        <BaseProgress.Label className={bar.label}>{label}</BaseProgress.Label>
        <span className={bar.percent}>{ratio === null ? '' : formats.percent(ratio)}</span>
      </div>
      <BaseProgress.Track className={bar.track}>
        <BaseProgress.Indicator className={cx(bar.bar, styles.bar)} />
      </BaseProgress.Track>
      {figures ? <div className={bar.figures}>{figures}</div> : null}
    </BaseProgress.Root>
  );
}

/** Bytes, speed and time left, in columns that do not jump. */
export function ByteFigures(props: {
  doneBytes: number;
  totalBytes: number;
  bytesPerSecond?: number | null;
}) {
  const formats = useFormats();
  const texts = useTexts('ui');
  const speed = props.bytesPerSecond ?? 0;
  return (
    <span className={styles.bytes}>
      <span>{texts.progressOf(formats.bytes(props.doneBytes), formats.bytes(props.totalBytes))}</span>
      {speed > 0 ? <span>{formats.speed(speed)}</span> : null}
      {speed > 0 ? (
        <span>{texts.timeLeft(formats.timeLeft((props.totalBytes - props.doneBytes) / speed))}</span>
      ) : null}
    </span>
  );
}
