import { useEffect, useState } from 'react';
import { useTexts } from '../i18n/texts.tsx';
import styles from './hash.module.css';
import { CheckIcon, CopyIcon } from './icons.tsx';

/** A hash or an id: the ends for the eye, all of it for the clipboard. */
export function Hash({ value, name }: { value: string; name: string }) {
  const texts = useTexts('ui');
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const short = value.length > 20 ? `${value.slice(0, 8)}…${value.slice(-8)}` : value;
  return (
    <span className={styles.hash}>
      <code title={value}>{short}</code>
      <button
        type="button"
        aria-label={texts.copy(name)}
        title={texts.copy(name)}
        onClick={() => navigator.clipboard.writeText(value).then(() => setCopied(true))}
      >
        {copied ? <CheckIcon size={16} /> : <CopyIcon size={16} />}
      </button>
      <span role="status" className="visually-hidden">
        {copied ? texts.copied : ''}
      </span>
    </span>
  );
}
