import { type CSSProperties, type PointerEvent, useId, useState } from 'react';
import { csvOf, saveCsv } from '../csv.ts';
import { useTexts } from '../i18n/texts.tsx';
import { Button } from './button.tsx';
import styles from './chart.module.css';
import { axisOf, namedPoints } from './chart-scale.ts';
import { cx } from './cx.ts';
import { Table } from './table.tsx';

export interface ChartPoint {
  /** What the value belongs to, in the reader's words: a day, a step, a thing. */
  label: string;
  value: number;
  /** Reckoned, not counted: drawn hollow. */
  forecast?: boolean;
}

export interface ChartProps {
  /** The name of the figure; also of its table and its file. */
  title: string;
  series: readonly ChartPoint[];
  /** A value in the reader's words, with its unit: `formats.bytes`, `formats.number`, money. */
  format(value: number): string;
  /** A line to compare with, such as a quota. */
  limit?: { label: string; value: number };
  /** The smallest distance between two lines of the axis; 1 for things that are counted. */
  step?: number;
  /** Head of the labels' column, e.g. “Day”. */
  labelHead: string;
  /** Head of the values' column, e.g. “Views”. */
  valueHead: string;
  /** `bars` stand side by side, for time; `rows` lie one under the other, for named things and funnels. */
  shape?: 'bars' | 'rows';
  /** Of the heading. */
  level?: 2 | 3;
}

/**
 * Values as bars from zero, with the table and the file of the same numbers one key away. The picture says its extremes
 * to those who do not see it; the table says all.
 */
export function Chart(props: ChartProps) {
  const { title, series, format, shape = 'bars', level = 2 } = props;
  const texts = useTexts('ui').chart;
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  const Heading = `h${level}` as const;
  const save = () =>
    saveCsv(
      title,
      csvOf(
        [props.labelHead, props.valueHead],
        series.map((point) => [point.label, point.value]),
      ),
    );
  return (
    <section className={styles.chart} aria-labelledby={id}>
      <header className={styles.head}>
        <Heading id={id}>{title}</Heading>
        <span className={styles.actions}>
          <Button
            size="small"
            look="bare"
            aria-pressed={asTable}
            aria-label={texts.tableOf(title)}
            onClick={() => setAsTable(!asTable)}
          >
            {texts.table}
          </Button>
          <Button size="small" look="bare" aria-label={texts.csvOf(title)} onClick={save}>
            {texts.csv}
          </Button>
        </span>
      </header>
      {asTable ? (
        <Table
          caption={title}
          rows={series}
          rowKey={(point) => point.label}
          columns={[
            { id: 'label', head: props.labelHead, cell: (point) => point.label },
            { id: 'value', head: props.valueHead, numeric: true, cell: (point) => format(point.value) },
          ]}
        />
      ) : shape === 'rows' ? (
        <Rows {...props} />
      ) : (
        <Bars {...props} />
      )}
    </section>
  );
}

/** What the picture shows, in a sentence. */
function useSummary({ title, series, format }: ChartProps): string {
  const texts = useTexts('ui').chart;
  const [first] = series;
  if (!first) return texts.nothing(title);
  const highest = series.reduce((best, point) => (point.value > best.value ? point : best), first);
  const last = series.at(-1) ?? first;
  return texts.summary(title, format(highest.value), highest.label, format(last.value), last.label);
}

function Bars(props: ChartProps) {
  const { series, format, limit, step } = props;
  const summary = useSummary(props);
  const [under, setUnder] = useState<number | null>(null);
  const { top, lines } = axisOf(Math.max(limit?.value ?? 0, ...series.map((point) => point.value)), step);
  const highest = series.reduce(
    (best, point, at) => (point.value > (series[best]?.value ?? 0) ? at : best),
    0,
  );
  const shown = under ?? highest;
  const point = series[shown];
  const follow = (move: PointerEvent<HTMLElement>) => {
    const box = move.currentTarget.getBoundingClientRect();
    const at = Math.floor(((move.clientX - box.left) / box.width) * series.length);
    setUnder(Math.min(series.length - 1, Math.max(0, at)));
  };
  return (
    <div className={styles.bars}>
      <p className={styles.readout} aria-hidden="true">
        {point ? (
          <>
            <strong>{format(point.value)}</strong> {point.label}
          </>
        ) : null}
        {limit ? (
          <span className={styles.limitName}>
            {limit.label} {format(limit.value)}
          </span>
        ) : null}
      </p>
      <div className={styles.plot}>
        <ul className={styles.axis} aria-hidden="true">
          {lines.map((line) => (
            <li key={line} style={{ bottom: `${(line / top) * 100}%` }}>
              {format(line)}
            </li>
          ))}
        </ul>
        <div className={styles.field} onPointerMove={follow} onPointerLeave={() => setUnder(null)}>
          <svg
            role="img"
            aria-label={summary}
            viewBox={`0 0 ${Math.max(1, series.length)} 100`}
            preserveAspectRatio="none"
          >
            {lines.map((line) => (
              <line
                key={line}
                className={styles.line}
                x1={0}
                x2={Math.max(1, series.length)}
                y1={100 - (line / top) * 100}
                y2={100 - (line / top) * 100}
              />
            ))}
            {series.map((one, at) => {
              const height = (one.value / top) * 100;
              return (
                <rect
                  key={one.label}
                  className={cx(
                    styles.bar,
                    one.forecast && styles.forecast,
                    at === under && styles.under,
                    limit && one.value > limit.value && styles.above,
                  )}
                  x={at + 0.14}
                  y={100 - height}
                  width={0.72}
                  height={height}
                />
              );
            })}
            {limit ? (
              <line
                className={styles.limit}
                x1={0}
                x2={Math.max(1, series.length)}
                y1={100 - (limit.value / top) * 100}
                y2={100 - (limit.value / top) * 100}
              />
            ) : null}
          </svg>
        </div>
        <ul className={styles.names} aria-hidden="true">
          {namedPoints(series.length, 3).map((at) => (
            <li key={at} style={nameStyle(at, series.length)}>
              {series[at]?.label}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** A name stands under its bar; the outer ones end with the picture. */
function nameStyle(at: number, count: number): CSSProperties {
  if (count > 1 && at === 0) return { left: 0 };
  if (count > 1 && at === count - 1) return { right: 0 };
  return { left: `${((at + 0.5) / count) * 100}%`, transform: 'translateX(-50%)' };
}

function Rows(props: ChartProps) {
  const { series, format } = props;
  const summary = useSummary(props);
  const top = Math.max(1e-9, ...series.map((point) => point.value));
  return (
    <div className={styles.rows} role="img" aria-label={summary}>
      {series.map((point) => (
        <div key={point.label} className={styles.row}>
          <span className={styles.rowName}>{point.label}</span>
          <span className={styles.rowValue}>{format(point.value)}</span>
          <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
            <rect className={styles.track} width={100} height={1} />
            <rect
              className={cx(styles.bar, point.forecast && styles.forecast)}
              width={(point.value / top) * 100}
              height={1}
            />
          </svg>
        </div>
      ))}
    </div>
  );
}
