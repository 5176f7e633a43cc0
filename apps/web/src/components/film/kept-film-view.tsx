import { displaySize } from '@backlot/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type KeptFilm, storageRoom } from '../../film/index.ts';
import { useFormats, useTexts } from '../../i18n/texts.tsx';
import { Card, Facts } from '../../ui/card.tsx';
import { FieldNote } from '../../ui/field.tsx';
import { Hash } from '../../ui/hash.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Player } from '../../ui/player.tsx';
import { Poster } from '../../ui/poster.tsx';
import { useBlobUrl, useKeptBytes } from '../kept-films.ts';
import styles from './kept-film-view.module.css';
import { PrivateFindings } from './private-findings.tsx';

export interface KeptFilmViewProps {
  film: KeptFilm;
  below?: ReactNode;
  /** Taken just now, on this page: the focus comes here from the picker. */
  fresh?: boolean;
}

/** A kept film before it is paid for: to be watched, with everything that was read from it. */
export function KeptFilmView({ film, below, fresh }: KeptFilmViewProps) {
  const texts = useTexts('film');
  const poster = useBlobUrl(film.poster?.blob);
  const address = useBlobUrl(useKeptBytes(film));
  const size = displaySize(film.facts);
  const side = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another film is taken by the same view
  useEffect(() => {
    if (fresh) side.current?.focus();
  }, [fresh, film.filmId]);
  return (
    <div className={styles.view}>
      <div className={styles.picture}>
        {film.canPreview && address ? (
          <Player
            key={film.filmId}
            src={address}
            poster={poster}
            title={film.name}
            durationSeconds={film.facts.durationMs / 1000}
            width={size.widthPx}
            height={size.heightPx}
          />
        ) : (
          <Poster src={poster} alt="" averageColour={film.poster?.averageColour} eager />
        )}
        {film.canPreview ? null : <FieldNote>{texts.noPreview}</FieldNote>}
        {below}
      </div>
      <div ref={side} className={styles.side} tabIndex={-1}>
        <Notice tone="good" title={texts.kept}>
          {texts.keptText}
        </Notice>
        <FilmFacts film={film} />
        <PrivateFindings film={film} />
        <RoomNote />
      </div>
    </div>
  );
}

function FilmFacts({ film }: { film: KeptFilm }) {
  const texts = useTexts('film');
  const formats = useFormats();
  const { facts } = film;
  const size = displaySize(facts);
  const pace = facts.frameRate ? ` · ${texts.facts.pace(formats.number(facts.frameRate))}` : '';
  return (
    <Card>
      <Facts
        facts={[
          { name: texts.facts.name, value: film.name },
          { name: texts.facts.duration, value: formats.timeCode(facts.durationMs / 1000) },
          { name: texts.facts.size, value: formats.bytes(facts.sizeBytes) },
          {
            name: texts.facts.picture,
            value: `${size.widthPx} × ${size.heightPx} · ${facts.videoCodec.toUpperCase()}${pace}`,
          },
          { name: texts.facts.sound, value: facts.audioCodec?.toUpperCase() ?? texts.facts.noSound },
          { name: texts.facts.container, value: texts.containers[facts.container] },
          { name: texts.facts.hash, value: <Hash value={film.sha256} name={texts.facts.hashName} /> },
        ]}
      />
    </Card>
  );
}

/** Said only where the browser did not promise to keep what it stores. */
function RoomNote() {
  const texts = useTexts('film');
  const [persistent, setPersistent] = useState(true);
  useEffect(() => {
    storageRoom().then(
      (room) => setPersistent(room.persistent),
      () => {},
    );
  }, []);
  return persistent ? null : <FieldNote>{texts.persistent}</FieldNote>;
}
