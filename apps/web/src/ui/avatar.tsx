import styles from './avatar.module.css';

/** A member's picture, or their initial. Decoration beside a name; `label` where it stands alone. */
export function Avatar(props: { url: string | null; name: string; size: number; label?: string }) {
  const { url, name, size, label } = props;
  if (url) return <img className={styles.avatar} src={url} alt={label ?? ''} width={size} height={size} />;
  return (
    <svg className={styles.avatar} width={size} height={size} viewBox="0 0 40 40" aria-hidden="true">
      <text x="20" y="27" textAnchor="middle" className={styles.initial}>
        {Array.from(name.trim())[0]?.toLocaleUpperCase() ?? ''}
      </text>
    </svg>
  );
}
