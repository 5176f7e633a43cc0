import styles from './loading.module.css';

/** Something is on its way. Shows itself only after a moment, and takes the height of what will come. */
export function Loading({ label, minHeight = 240 }: { label: string; minHeight?: number }) {
  return (
    <div className={styles.loading} style={{ minHeight }} role="status">
      <span className={styles.lamp} aria-hidden="true" />
      <span>{label}</span>
    </div>
  );
}
