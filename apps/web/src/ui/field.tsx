import { Field as BaseField } from '@base-ui/react/field';
import type { ReactNode } from 'react';
import { useTexts } from '../i18n/texts.tsx';
import styles from './field.module.css';
import { InfoIcon } from './icons.tsx';
import { WarningIcon } from './shell-icons.tsx';

export interface FieldProps {
  label: string;
  /** What to type, or what it is for; stays visible while typing. */
  hint?: ReactNode;
  /** What is wrong and what would be right; shown beside the field. */
  error?: string | null | undefined;
  optional?: boolean;
  /** Right of the label, for example a counter. */
  aside?: ReactNode;
  children: ReactNode;
}

/** Label, hint, control and error, tied together for assistive technology by Base UI. */
export function Field({ label, hint, error, optional, aside, children }: FieldProps) {
  const texts = useTexts('ui');
  return (
    <BaseField.Root className={styles.field} invalid={Boolean(error)}>
      <div className={styles.head}>
        <BaseField.Label className={styles.label}>
          {label}
          {optional ? <span className={styles.optional}> ({texts.optional})</span> : null}
        </BaseField.Label>
        {aside}
      </div>
      {hint ? <BaseField.Description className={styles.hint}>{hint}</BaseField.Description> : null}
      {children}
      <BaseField.Error className={styles.error} match={Boolean(error)}>
        <WarningIcon size={16} />
        <span>{error}</span>
      </BaseField.Error>
    </BaseField.Root>
  );
}

/** A line under a group that is not an error: what holds, what follows. */
export function FieldNote({ children }: { children: ReactNode }) {
  return (
    <p className={styles.note}>
      <InfoIcon size={16} />
      <span>{children}</span>
    </p>
  );
}
