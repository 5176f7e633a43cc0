import { CSPProvider } from '@base-ui/react/csp-provider';
import { Select as BaseSelect } from '@base-ui/react/select';
import { cx } from './cx.ts';
import fieldStyles from './field.module.css';
import { Field, type FieldProps } from './field.tsx';
import { CheckIcon, ChevronIcon } from './icons.tsx';
import styles from './popup.module.css';

/** One of a list. */
export function Select<V extends string>(
  props: Omit<FieldProps, 'children' | 'aside'> & {
    options: readonly { value: V; label: string }[];
    value: V;
    onChange(value: V): void;
  },
) {
  const { options, value, onChange, ...frame } = props;
  return (
    <Field {...frame}>
      {/* It would add a style of its own to the page, which our content policy refuses. */}
      <CSPProvider disableStyleElements>
        <BaseSelect.Root
          items={options.map((option) => ({ value: option.value, label: option.label }))}
          value={value}
          onValueChange={(next) => {
            if (next !== null) onChange(next);
          }}
        >
          <BaseSelect.Trigger className={cx(fieldStyles.input, styles.trigger)}>
            <BaseSelect.Value />
            <BaseSelect.Icon className={styles.chevron}>
              <ChevronIcon />
            </BaseSelect.Icon>
          </BaseSelect.Trigger>
          <BaseSelect.Portal>
            <BaseSelect.Positioner className={styles.positioner} sideOffset={4} alignItemWithTrigger={false}>
              <BaseSelect.Popup className={cx(styles.popup, styles.asWide, 'raised')}>
                <BaseSelect.List>
                  {options.map((option) => (
                    <BaseSelect.Item key={option.value} value={option.value} className={styles.item}>
                      <BaseSelect.ItemText>{option.label}</BaseSelect.ItemText>
                      <BaseSelect.ItemIndicator className={styles.tick}>
                        <CheckIcon size={16} />
                      </BaseSelect.ItemIndicator>
                    </BaseSelect.Item>
                  ))}
                </BaseSelect.List>
              </BaseSelect.Popup>
            </BaseSelect.Positioner>
          </BaseSelect.Portal>
        </BaseSelect.Root>
      </CSPProvider>
    </Field>
  );
}
