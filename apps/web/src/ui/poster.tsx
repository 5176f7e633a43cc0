import { useFormats } from '../i18n/texts.tsx';
import styles from './poster.module.css';

export interface PosterProps {
  src?: string | null;
  alt: string;
  /** `#rrggbb`, the average of the picture, shown while it loads. */
  averageColour?: string | null;
  durationSeconds?: number | null;
  /** True for pictures in the first view. */
  eager?: boolean;
}

/** A picture of a film, 16:9, with its running time. */
export function Poster({ src, alt, averageColour, durationSeconds, eager }: PosterProps) {
  const formats = useFormats();
  return (
    <div className={styles.poster} style={averageColour ? { backgroundColor: averageColour } : undefined}>
      {src ? (
        <img
          src={src}
          alt={alt}
          width={640}
          height={360}
          loading={eager ? 'eager' : 'lazy'}
          fetchPriority={eager ? 'high' : 'auto'}
          decoding="async"
        />
      ) : null}
      {durationSeconds != null ? (
        <span className={styles.duration}>{formats.timeCode(durationSeconds)}</span>
      ) : null}
    </div>
  );
}
