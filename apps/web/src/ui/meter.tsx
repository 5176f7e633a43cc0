import { Meter as BaseMeter } from '@base-ui/react/meter';
import type { ReactNode } from 'react';
import { useFormats } from '../i18n/texts.tsx';
import bar from './bar.module.css';
import { cx } from './cx.ts';
import styles from './meter.module.css';

/** From here on a limit is near; the same share at which members are warned. */
const nearRatio = 0.8;

export interface MeterProps {
  label: string;
  used: number;
  /** More than 0. */
  limit: number;
  /** What is used of what, in words; read out with the label. */
  valueText: string;
  /** Below the bar. */
  figures?: ReactNode;
}

/** How much of a limit is used. Not how far work has come: that is `Progress`. */
export function Meter({ label, used, limit, valueText, figures }: MeterProps) {
  const formats = useFormats();
  const ratio = used / limit;
  return (
    <BaseMeter.Root
      className={cx(bar.whole, ratio >= 1 ? styles.full : ratio >= nearRatio && styles.near)}
      value={Math.min(1, ratio) * 100}
      getAriaValueText={() => valueText}
    >
      <div className={bar.head}>
        <BaseMeter.Label className={bar.label}>{label}</BaseMeter.Label>
        <span className={bar.percent} aria-hidden="true">
          {formats.percent(ratio)}
        </span>
      </div>
      <BaseMeter.Track className={bar.track}>
        <BaseMeter.Indicator className={cx(bar.bar, styles.bar)} />
      </BaseMeter.Track>
      {figures ? <div className={cx(bar.figures, styles.figures)}>{figures}</div> : null}
    </BaseMeter.Root>
  );
}
