import type { KeptFilm } from '../../film/index.ts';
import { useTexts } from '../../i18n/texts.tsx';
import { Card } from '../../ui/card.tsx';
import styles from './kept-film-view.module.css';

/** Shows people what their file tells of them. The values stay on this page. */
export function PrivateFindings({ film }: { film: KeptFilm }) {
  const texts = useTexts('film').privacy;
  const found = film.findings;
  return (
    <Card>
      <h2>{texts.title}</h2>
      <p className={styles.text}>
        {found.length === 0 ? texts.none : film.privateDataKept ? texts.left : texts.removed}
      </p>
      {found.length > 0 ? (
        <ul className={styles.findings}>
          {found.map((finding) => (
            <li key={`${finding.kind} ${finding.where} ${finding.value}`}>
              <span>{texts[finding.kind]}</span>
              <code title={finding.where}>{finding.value ?? texts.noText}</code>
            </li>
          ))}
        </ul>
      ) : null}
    </Card>
  );
}
