import { Field as BaseField } from '@base-ui/react/field';
import { NumberField as BaseNumberField } from '@base-ui/react/number-field';
import { type ComponentProps, useState } from 'react';
import { parseMoney } from '../i18n/format.ts';
import { useFormats, useLanguage, useTexts } from '../i18n/texts.tsx';
import { cx } from './cx.ts';
import styles from './field.module.css';
import { Field, type FieldProps } from './field.tsx';

type Frame = Omit<FieldProps, 'children' | 'aside'>;
type Native<T extends 'input' | 'textarea'> = Omit<ComponentProps<T>, 'value' | 'onChange' | 'ref'>;

interface Text {
  value: string;
  onChange(value: string): void;
}

/** Splits the props of the frame from those of the control. */
function frameOf<P extends Frame>({ label, hint, error, optional, ...control }: P) {
  return { frame: { label, hint, error, optional }, control };
}

export function TextInput(props: Frame & Text & Native<'input'>) {
  const { frame, control } = frameOf(props);
  const { onChange, className, ...rest } = control;
  return (
    <Field {...frame}>
      <BaseField.Control {...rest} className={cx(styles.input, className)} onValueChange={onChange} />
    </Field>
  );
}

/**
 * Grows with its text. With `limit` it counts as the server and the makers of videos do (UTF-16 code units) and lets people go over, so that a
 * paste is not cut.
 */
export function TextArea(props: Frame & Text & Native<'textarea'> & { limit?: number }) {
  const { frame, control } = frameOf(props);
  const { onChange, limit, className, value, ...rest } = control;
  const texts = useTexts('ui');
  const used = value.length;
  const counter = limit ? (
    <span className={styles.counter} data-over={used > limit || undefined}>
      <span aria-hidden="true">
        {used}/{limit}
      </span>
      <span className="visually-hidden">{texts.characters(used, limit)}</span>
    </span>
  ) : null;
  return (
    <Field {...frame} aside={counter}>
      <BaseField.Control
        render={<textarea {...rest} />}
        value={value}
        onValueChange={onChange}
        className={cx(styles.input, styles.area, className)}
      />
    </Field>
  );
}

/** A whole number with steps; null while the field is empty. */
export function NumberField(
  props: Frame & {
    value: number | null;
    onChange(value: number | null): void;
    min?: number;
    max?: number;
    onBlur?(): void;
  },
) {
  const { frame, control } = frameOf(props);
  const texts = useTexts('ui');
  const language = useLanguage();
  return (
    <Field {...frame}>
      <BaseNumberField.Root
        value={control.value}
        onValueChange={control.onChange}
        min={control.min}
        max={control.max}
        locale={language}
        format={{ maximumFractionDigits: 0 }}
      >
        <BaseNumberField.Group className={styles.number}>
          <BaseNumberField.Decrement className={styles.stepper} aria-label={texts.decrease}>
            −
          </BaseNumberField.Decrement>
          <BaseNumberField.Input className={styles.input} onBlur={control.onBlur} />
          <BaseNumberField.Increment className={styles.stepper} aria-label={texts.increase}>
            +
          </BaseNumberField.Increment>
        </BaseNumberField.Group>
      </BaseNumberField.Root>
    </Field>
  );
}

/**
 * An amount of money: text while typing, minor units outside. Answers null while the text is no amount, so that the
 * page can say so; the text itself is never taken from under the fingers.
 */
export function MoneyField(
  props: Frame & {
    amountMinor: number | null;
    currency: string;
    onChange(amountMinor: number | null): void;
    onBlur?(): void;
  },
) {
  const { frame, control } = frameOf(props);
  const { amountMinor, currency, onChange, onBlur } = control;
  const formats = useFormats();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (amountMinor === null ? '' : formats.moneyInput(amountMinor, currency));
  return (
    <Field {...frame}>
      <div className={cx(styles.withUnit, styles.short)}>
        <BaseField.Control
          className={cx(styles.input, 'tabular')}
          inputMode="decimal"
          autoComplete="off"
          value={shown}
          onValueChange={(text) => {
            setTyped(text);
            onChange(parseMoney(text, currency));
          }}
          onBlur={() => {
            if (typed !== null && parseMoney(typed, currency) !== null) setTyped(null);
            onBlur?.();
          }}
        />
        <span className={styles.unit} aria-hidden="true">
          {currency}
        </span>
      </div>
    </Field>
  );
}
