import { useFormats, useTexts } from '../../i18n/texts.tsx';
import { Card, Facts } from '../../ui/card.tsx';
import { Hash } from '../../ui/hash.tsx';
import { Tag } from '../../ui/status.tsx';
import styles from './case.module.css';
import type { Review } from './case.tsx';

/** What a film promises, what it is, and what was decided about it before. */
export function CaseFacts({ review }: { review: Review }) {
  const texts = useTexts('moderation');
  const formats = useFormats();
  const { film } = review;
  return (
    <>
      {review.appealText ? (
        <section className={styles.block}>
          <h2>{texts.appealText}</h2>
          <blockquote>{review.appealText}</blockquote>
        </section>
      ) : null}
      <section className={styles.block}>
        <h2>{texts.brief}</h2>
        {review.brief ? (
          <p className={styles.brief} lang={review.language}>
            {review.brief}
          </p>
        ) : (
          <p className={styles.quiet}>{texts.noBrief}</p>
        )}
      </section>
      <section className={styles.block}>
        <h2>{texts.labels}</h2>
        {review.labels.length === 0 ? <p className={styles.quiet}>{texts.noLabels}</p> : null}
        <div className={styles.keys}>
          {review.labels.map(({ label, score }) => (
            <Tag key={label}>
              {label} {formats.percent(score)}
            </Tag>
          ))}
        </div>
      </section>
      <Card>
        <h2>{texts.facts}</h2>
        <Facts
          facts={[
            { name: texts.file, value: film.originalName },
            { name: texts.size, value: formats.bytes(film.sizeBytes) },
            { name: texts.picture, value: film.widthPx ? `${film.widthPx} × ${film.heightPx}` : '—' },
            { name: texts.container, value: film.container?.toUpperCase() ?? '—' },
            { name: texts.language, value: review.language.toUpperCase() },
            { name: texts.hash, value: <Hash value={film.sha256} name={texts.hashName} /> },
          ]}
        />
      </Card>
      <section className={styles.block}>
        <h2>{texts.history}</h2>
        {review.history.length === 0 ? <p className={styles.quiet}>{texts.noHistory}</p> : null}
        <ul className={styles.history}>
          {review.history.map((past) => (
            <li key={past.decidedAt}>
              <p>
                {texts.verdicts[past.verdict]} · {formats.dateTime(past.decidedAt)}
              </p>
              {past.reason ? <blockquote>{past.reason}</blockquote> : null}
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
