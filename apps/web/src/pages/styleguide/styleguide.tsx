import { PageTitle } from '../../components/page-title.tsx';
import { useTexts } from '../../i18n/texts.tsx';
import { Buttons, Choices, Fields, Overlays } from './controls.tsx';
import { Charts, Empties, Motion, Notices, Pictures, Slates, Tables, Trays } from './motifs.tsx';
import { Section } from './section.tsx';
import styles from './styleguide.module.css';

/** Every control in each of its states; linked from nowhere, drawn by the tests in both themes. */
export default function Styleguide() {
  const texts = useTexts('styleguide');
  return (
    <div className="page">
      <PageTitle lead={texts.lead}>{texts.title}</PageTitle>
      <Section title={texts.sections.type}>
        <div className={styles.sizes}>
          <p className={styles.size40}>{texts.exampleTitle}</p>
          <p className={styles.size28}>{texts.exampleTitle}</p>
          <p className={styles.size20}>{texts.exampleTitle}</p>
          <p>{texts.noticeText}</p>
          <p className={styles.size14}>{texts.noticeText}</p>
          <p className={styles.size12}>00:02:44 · 780 MB · 9f86d081…b0f00a08</p>
        </div>
        <div className={styles.swatches} aria-hidden="true">
          {['ink', 'surface1', 'surface2', 'surface3', 'tungsten', 'live', 'verified', 'gel'].map((name) => (
            <span key={name} className={styles[name]} />
          ))}
        </div>
      </Section>
      <Buttons />
      <Fields />
      <Choices />
      <Notices />
      <Motion />
      <Slates />
      <Trays />
      <Pictures />
      <Tables />
      <Charts />
      <Overlays />
      <Empties />
    </div>
  );
}
