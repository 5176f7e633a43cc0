import { type ReactNode, useId } from 'react';
import styles from './picks.module.css';
import { WarningIcon } from './shell-icons.tsx';

export interface Pick<V extends string> {
  value: V;
  label: string;
  /** Above the label. */
  picture?: ReactNode;
}

/** A choice among few that need no explanation: small boxes side by side. Arrow keys move between them. */
export function Picks<V extends string>(props: {
  label: string;
  picks: readonly Pick<V>[];
  value: V | null;
  onChange(value: V): void;
  error?: string | null;
}) {
  const name = useId();
  return (
    <fieldset className={styles.group} aria-describedby={props.error ? `${name}-error` : undefined}>
      <legend className={styles.legend}>{props.label}</legend>
      <div className={styles.picks}>
        {props.picks.map((pick) => (
          <label key={pick.value} className={styles.pick}>
            <input
              type="radio"
              name={name}
              value={pick.value}
              checked={pick.value === props.value}
              onChange={() => props.onChange(pick.value)}
            />
            <span className={styles.box}>
              {pick.picture}
              <span>{pick.label}</span>
            </span>
          </label>
        ))}
      </div>
      {props.error ? (
        <p id={`${name}-error`} className={styles.error} role="alert">
          <WarningIcon size={16} />
          <span>{props.error}</span>
        </p>
      ) : null}
    </fieldset>
  );
}

/** The shape of a picture, drawn: `ratio` is width by height. */
export function Shape({ ratio }: { ratio: number }) {
  const width = ratio >= 1 ? 36 : 36 * ratio;
  const height = width / ratio;
  return (
    <svg width="44" height="40" viewBox="0 0 44 40" aria-hidden="true">
      <rect
        x={(44 - width) / 2}
        y={(40 - height) / 2}
        width={width}
        height={height}
        rx="2"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      />
    </svg>
  );
}
