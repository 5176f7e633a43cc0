import { useEffect } from 'react';
import { IconButton } from './button.tsx';
import { cx } from './cx.ts';
import { CheckIcon, CloseIcon } from './icons.tsx';
import { WarningIcon } from './shell-icons.tsx';
import styles from './toast.module.css';
import { dismiss, type Toast } from './toast-store.ts';

/** Good news goes by itself after 6 s; what went wrong stays until it is closed. */
function Line({ line, closeLabel }: { line: Toast; closeLabel: string }) {
  useEffect(() => {
    if (line.tone === 'bad') return;
    const timer = setTimeout(() => dismiss(line.id), 6000);
    return () => clearTimeout(timer);
  }, [line]);
  return (
    <li className={cx(styles.toast, styles[line.tone], 'raised')}>
      {line.tone === 'good' ? <CheckIcon /> : <WarningIcon />}
      <span>{line.text}</span>
      <IconButton label={closeLabel} icon={<CloseIcon size={16} />} onClick={() => dismiss(line.id)} />
    </li>
  );
}

/** The lines that are up. Stands in a live region that is there before them. */
export default function ToastList({ lines, closeLabel }: { lines: readonly Toast[]; closeLabel: string }) {
  return (
    <ul className={styles.list}>
      {lines.map((line) => (
        <Line key={line.id} line={line} closeLabel={closeLabel} />
      ))}
    </ul>
  );
}
