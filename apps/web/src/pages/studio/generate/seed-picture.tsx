import { pictureRules } from '@backlot/core';
import { useEffect, useRef, useState } from 'react';
import { PictureInput } from '../../../components/picture-input.tsx';
import { PictureProgress } from '../../../components/picture-progress.tsx';
import { useSendPicture } from '../../../components/use-send-picture.ts';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';
import { Button } from '../../../ui/button.tsx';
import { FilmIcon } from '../../../ui/icons.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { Wish } from '../wish.ts';
import styles from './generate.module.css';

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
  const preview = work?.preview ?? (shown && shown.assetId === seed?.assetId ? shown.url : null);
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
            {seed ? <span className={styles.seedName}>{seed.name}</span> : null}
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
      ) : null}
    </fieldset>
  );
}
