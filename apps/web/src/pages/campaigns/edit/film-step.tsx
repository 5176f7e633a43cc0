import { useState } from 'react';
import { FilmLookup } from '../../../components/film/film-lookup.tsx';
import { FilmPicker } from '../../../components/film/film-picker.tsx';
import { KeptFilmView } from '../../../components/film/kept-film-view.tsx';
import { PageTitle } from '../../../components/page-title.tsx';
import { filmPromiseOf, type KeptFilm } from '../../../film/index.ts';
import { useTexts } from '../../../i18n/texts.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Notice } from '../../../ui/notice.tsx';
import styles from './edit.module.css';
import type { DraftDesk } from './use-draft.ts';
import type { Problems } from './use-problems.ts';

export function FilmStep(props: {
  campaignId: string;
  kept: KeptFilm | null | undefined;
  desk: DraftDesk;
  problems: Problems;
}) {
  const { campaignId, kept, desk, problems } = props;
  const texts = useTexts('film');
  const shell = useTexts('shell');
  const missing = problems.of('film');
  const [taken, setTaken] = useState(false);
  function take(film: KeptFilm) {
    setTaken(true);
    desk.change({ film: filmPromiseOf(film) });
    void desk.flush();
  }
  const picker = (label: string) => (
    <FilmPicker campaignId={campaignId} label={label} small={Boolean(kept)} onKept={take} />
  );
  return (
    <>
      <PageTitle lead={texts.lead}>{texts.title}</PageTitle>
      <div className={styles.step}>
        {kept === undefined ? (
          <FilmLookup>
            <Loading label={shell.loading} minHeight={320} />
          </FilmLookup>
        ) : null}
        {kept ? <KeptFilmView film={kept} below={picker(texts.another)} fresh={taken} /> : null}
        {kept === null && desk.draft.film ? (
          <Notice tone="warning" title={texts.missing.title}>
            {texts.missing.draft(desk.draft.film.originalName)}
          </Notice>
        ) : null}
        {kept === null && missing ? (
          <Notice tone="bad" urgent>
            {missing}
          </Notice>
        ) : null}
        {kept === null ? picker(texts.pick) : null}
      </div>
    </>
  );
}
