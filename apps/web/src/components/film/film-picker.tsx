import { filmPasses } from '@backlot/core';
import { type DragEvent, lazy, Suspense, useEffect, useRef, useState } from 'react';
import { type FilmProgress, isAbort, type KeptFilm, keepFilm, recoverFilm } from '../../film/index.ts';
import { useFormats, useTexts } from '../../i18n/texts.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/choices.tsx';
import { cx } from '../../ui/cx.ts';
import { CameraDrawing } from '../../ui/gear.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ByteFigures, Progress } from '../../ui/progress.tsx';
import { canRecord } from './can-record.ts';
import corners from './corners.module.css';
import { useFilmErrorText } from './film-error-text.ts';
import styles from './film-picker.module.css';
import { openTakes } from './takes.ts';

/** Camera and recorder come when somebody wants to film. */
const FilmRecorder = lazy(() => import('./film-recorder.tsx'));

export interface FilmPickerProps {
  campaignId: string;
  label: string;
  /** Only a film with these bytes is taken: the one that was paid for. */
  expected?: { sha256: string; sizeBytes: number };
  /** Below a film that is kept already. */
  small?: boolean;
  onKept(film: KeptFilm): void;
}

type Work = { name: string; progress: FilmProgress | null; stop: AbortController };

/** Takes a film from a person: judged, cleaned, hashed and kept, with progress and a way to stop. */
export function FilmPicker({ campaignId, label, expected, small, onKept }: FilmPickerProps) {
  const texts = useTexts('film');
  const formats = useFormats();
  const errorText = useFilmErrorText();
  const input = useRef<HTMLInputElement>(null);
  const [work, setWork] = useState<Work | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [keepLocation, setKeepLocation] = useState(false);
  const [over, setOver] = useState(false);
  const [filming, setFilming] = useState(() => !expected && openTakes.of(campaignId) !== null);
  const recordButton = useRef<HTMLButtonElement>(null);

  async function take(file: Blob) {
    const stop = new AbortController();
    setError(null);
    setWork({ name: file instanceof File ? file.name : texts.recorded, progress: null, stop });
    const options = {
      keepLocation,
      signal: stop.signal,
      onProgress: (progress: FilmProgress) => setWork((known) => known && { ...known, progress }),
    };
    try {
      onKept(
        await (expected
          ? recoverFilm(campaignId, file, expected, options)
          : keepFilm(campaignId, file, options)),
      );
      openTakes.drop(campaignId);
      setFilming(false);
    } catch (reason) {
      if (!isAbort(reason)) setError(reason);
    } finally {
      setWork(null);
      if (input.current) input.current.value = '';
    }
  }

  // Who closes the recorder is where they opened it.
  const [back, setBack] = useState(false);
  useEffect(() => {
    if (!back) return;
    recordButton.current?.focus();
    setBack(false);
  }, [back]);

  // The button that was pressed is gone while there is work.
  const workPlace = useRef<HTMLDivElement>(null);
  const working = work !== null;
  useEffect(() => {
    if (working) workPlace.current?.focus();
  }, [working]);

  // Whoever leaves the page while a film is taken is asked: it would have to be picked again.
  useEffect(() => {
    if (!work) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [work]);

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file && !work) void take(file);
  }

  const notice = error ? (
    <Notice tone="bad" urgent>
      {errorText(error)}
    </Notice>
  ) : null;

  if (filming && !work)
    return (
      <div className={styles.picker}>
        {notice}
        <Suspense fallback={<Loading label={texts.recorderLoading} minHeight={320} />}>
          <FilmRecorder
            campaignId={campaignId}
            onUse={(made) => void take(made)}
            onClose={() => {
              setFilming(false);
              setError(null);
              setBack(true);
            }}
          />
        </Suspense>
      </div>
    );

  return (
    <div className={styles.picker}>
      {notice}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button below does the same */}
      <div
        className={cx(corners.corners, styles.frame)}
        data-small={small || undefined}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {work ? (
          <div ref={workPlace} className={styles.work} tabIndex={-1}>
            <p className={styles.name}>{work.name}</p>
            <Progress
              label={texts.phases[work.progress?.phase ?? 'reading']}
              done={work.progress ? work.progress.doneBytes : null}
              total={work.progress?.totalBytes ?? 1}
              figures={
                work.progress ? (
                  <ByteFigures doneBytes={work.progress.doneBytes} totalBytes={work.progress.totalBytes} />
                ) : undefined
              }
            />
            <div>
              <Button onClick={() => work.stop.abort()}>{texts.stop}</Button>
            </div>
          </div>
        ) : (
          <>
            {small ? null : <CameraDrawing className={styles.drawing} />}
            <input
              ref={input}
              type="file"
              tabIndex={-1}
              aria-label={label}
              className="visually-hidden"
              accept="video/mp4,video/quicktime,video/webm,.mp4,.m4v,.mov,.webm"
              onChange={(change) => {
                const file = change.currentTarget.files?.[0];
                if (file) void take(file);
              }}
            />
            <div className={styles.ways}>
              <Button look={small ? 'quiet' : 'primary'} onClick={() => input.current?.click()}>
                {label}
              </Button>
              {expected || !canRecord() ? null : (
                <Button ref={recordButton} onClick={() => setFilming(true)}>
                  {texts.record}
                </Button>
              )}
            </div>
            <p className={styles.drop}>{texts.drop}</p>
            <p className={styles.passes}>
              {texts.passes(
                formats.bytes(filmPasses.sizeBytesMax),
                formats.number(filmPasses.durationMsMax / 60_000),
              )}
            </p>
          </>
        )}
      </div>
      {work || expected ? null : (
        <Checkbox
          label={texts.privacy.keep}
          hint={texts.privacy.keepHint}
          checked={keepLocation}
          onChange={setKeepLocation}
        />
      )}
    </div>
  );
}
