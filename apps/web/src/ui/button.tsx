import { type ComponentProps, type ReactNode, useId } from 'react';
import styles from './button.module.css';
import { cx } from './cx.ts';

type Look = 'primary' | 'quiet' | 'danger' | 'bare';

interface Shared {
  /** `primary` once a view; `danger` names what it destroys; `bare` has no border. */
  look?: Look;
  size?: 'normal' | 'small';
  icon?: ReactNode;
  wide?: boolean;
}

export interface ButtonProps extends Shared, Omit<ComponentProps<'button'>, 'disabled'> {
  /** Work is going on: the button keeps its place and focus, and does nothing. */
  busy?: boolean;
  /** Why the button cannot be used now, as a sentence that people read beside it. */
  disabledReason?: string | null | undefined;
}

function className(look: Look, size: 'normal' | 'small', wide: boolean | undefined, extra?: string) {
  return cx(styles.button, styles[look], size === 'small' && styles.small, wide && styles.wide, extra);
}

/** A button stays focusable when it cannot be used, so that its reason can be reached and read. */
export function Button(props: ButtonProps) {
  const {
    look = 'quiet',
    size = 'normal',
    icon,
    wide,
    busy,
    disabledReason,
    children,
    onClick,
    ...rest
  } = props;
  const reasonId = useId();
  const idle = busy || Boolean(disabledReason);
  const button = (
    <button
      type="button"
      {...rest}
      className={className(look, size, wide, rest.className)}
      aria-disabled={idle || undefined}
      aria-busy={busy || undefined}
      aria-describedby={disabledReason ? reasonId : rest['aria-describedby']}
      onClick={(click) => {
        if (idle) click.preventDefault();
        else onClick?.(click);
      }}
    >
      {busy ? <span className={styles.spinner} aria-hidden="true" /> : icon}
      <span className={styles.label}>{children}</span>
    </button>
  );
  if (!disabledReason) return button;
  return (
    <span className={cx(styles.withReason, wide && styles.wide)}>
      {button}
      <span id={reasonId} className={styles.reason}>
        {disabledReason}
      </span>
    </span>
  );
}

export interface ButtonLinkProps extends Shared, ComponentProps<'a'> {}

/** A link that looks like a button, for going somewhere. Wrap it in the router's link with `asChild`. */
export function ButtonLink({
  look = 'quiet',
  size = 'normal',
  icon,
  wide,
  children,
  ...rest
}: ButtonLinkProps) {
  return (
    <a {...rest} className={className(look, size, wide, rest.className)}>
      {icon}
      <span className={styles.label}>{children}</span>
    </a>
  );
}

/** A square button with an icon only; `label` is its name. */
export function IconButton({
  label,
  icon,
  ...rest
}: Omit<ComponentProps<'button'>, 'children'> & { label: string; icon: ReactNode }) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={cx(styles.icon, rest.className)}
    >
      {icon}
    </button>
  );
}
