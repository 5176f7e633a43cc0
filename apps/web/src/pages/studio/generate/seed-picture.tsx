import { pictureRules } from '@backlot/core';
import { useEffect, useRef, useState } from 'react';
import { PictureInput } from '../../../components/picture-input.tsx';
import { PictureProgress } from '../../../components/picture-progress.tsx';
import { useSendPicture } from '../../../components/use-send-picture.ts';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';
import { codeOf, trpc } from '../../../trpc.ts';
import { Button } from '../../../ui/button.tsx';
import { FilmIcon } from '../../../ui/icons.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { Wish } from '../wish.ts';
import styles from './generate.module.css';

/** Its address lives an hour. */
const staleTime = 45 * 60_000;

/** Shows a picture that was brought before this page came; `onGone` when it is no longer there. */
function useKeptSeed(seed: Wish['seed'], onGone: () => void) {
  const assetId = seed?.assetId ?? '';
  const { data, error } = trpc.videos.seed.useQuery({ assetId }, { enabled: assetId !== '', staleTime });
  const [gone, setGone] = useState(false);
  const isGone = codeOf(error) === 'NOT_FOUND';
  if (isGone && !gone) setGone(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: said once for each picture
  useEffect(() => {
    if (isGone && assetId !== '') onGone();
  }, [isGone, assetId]);
  return { url: data?.url ?? null, gone };
}

/** The picture that a video is to begin with. Sent when it is chosen; shown as long as this page has it. */
export function SeedPicture({ seed, onChange }: { seed: Wish['seed']; onChange(seed: Wish['seed']): void }) {
  const texts = useTexts('generate').seed;
  const formats = useFormats();
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState<{ assetId: string; url: string } | null>(null);
  const { work, take, problem } = useSendPicture('seed', (assetId, file) => {
    setShown({ assetId, url: URL.createObjectURL(file) });
    onChange({ assetId, name: file.name });
  });
  useEffect(() => () => void (shown && URL.revokeObjectURL(shown.url)), [shown]);
  const here = shown && shown.assetId === seed?.assetId ? shown.url : null;
  const kept = useKeptSeed(here === null ? seed : null, () => onChange(null));
  const preview = work?.preview ?? here ?? kept.url;
  return (
    <fieldset className={styles.seed}>
      <legend>{texts.label}</legend>
      <p className={styles.note}>{texts.hint(formats.bytes(pictureRules.sizeBytesMax))}</p>
      <div className={styles.seedLine}>
        {work || seed ? (
          <span className={styles.preview}>
            {preview ? <img src={preview} alt={texts.chosen} /> : <FilmIcon />}
          </span>
        ) : null}
        {work ? (
          <div className={styles.seedWork}>
            <PictureProgress work={work} purpose="seed" />
          </div>
        ) : (
          <>
            {seed ? <span className={styles.seedName}>{seed.name ?? texts.asBefore}</span> : null}
            <Button size="small" onClick={() => input.current?.click()}>
              {seed ? texts.another : texts.choose}
            </Button>
            {seed ? (
              <Button size="small" look="bare" onClick={() => onChange(null)}>
                {texts.remove}
              </Button>
            ) : null}
          </>
        )}
      </div>
      <PictureInput ref={input} label={texts.choose} onPick={(file) => void take(file)} />
      {problem ? (
        <Notice tone="bad" urgent>
          {problem}
        </Notice>
      ) : kept.gone && !seed ? (
        <Notice>{texts.gone}</Notice>
      ) : null}
    </fieldset>
  );
}
