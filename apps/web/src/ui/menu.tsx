import { Menu as BaseMenu } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './popup.module.css';

export interface MenuEntry {
  label: string;
  onSelect(): void;
  icon?: ReactNode;
  danger?: boolean;
}

/** Actions that are not needed all the time. `trigger` is the button that opens them. */
export function Menu({ trigger, entries }: { trigger: ReactElement; entries: readonly MenuEntry[] }) {
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner className={styles.positioner} sideOffset={4} align="end">
          <BaseMenu.Popup className={cx(styles.popup, 'raised')}>
            {entries.map((entry) => (
              <BaseMenu.Item
                key={entry.label}
                className={cx(styles.item, entry.danger && styles.danger)}
                onClick={entry.onSelect}
              >
                {entry.icon}
                {entry.label}
              </BaseMenu.Item>
            ))}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}
