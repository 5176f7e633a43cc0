import { useEffect, useRef, useState } from 'react';
import type { Take } from '../../film/record/recording.ts';
import { useTexts } from '../../i18n/texts.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ConfirmLoss } from '../../ui/dialog.tsx';
import { Player } from '../../ui/player.tsx';
import { useBlobUrl } from '../kept-films.ts';
import styles from './film-recorder.module.css';
import { TakeClock } from './take-clock.tsx';

export interface TakeViewProps {
  take: Take;
  onUse(): void;
  onAgain(): void;
  onDiscard(): void;
}

/** The take, to be watched before it is used. Saving a copy gives people the original that they otherwise lack. */
export function TakeView({ take, onUse, onAgain, onDiscard }: TakeViewProps) {
  const texts = useTexts('record');
  const address = useBlobUrl(take.blob);
  const use = useRef<HTMLButtonElement>(null);
  const [asking, setAsking] = useState(false);
  useEffect(() => use.current?.focus(), []);
  const extension = take.blob.type === 'video/mp4' ? 'mp4' : 'webm';
  return (
    <div className={styles.layout}>
      {address ? (
        <Player src={address} title={texts.takeName} durationSeconds={take.durationMs / 1000} />
      ) : (
        <div className={styles.empty} />
      )}
      <div className={styles.side}>
        <TakeClock state={texts.takeTitle} timeMs={take.durationMs} note={texts.takeNote} />
        <div className={styles.actions}>
          <Button ref={use} look="primary" onClick={onUse}>
            {texts.use}
          </Button>
          <Button onClick={onAgain}>{texts.again}</Button>
        </div>
        <div className={styles.lesser}>
          <ButtonLink
            look="bare"
            size="small"
            href={address ?? undefined}
            download={`${texts.saveName}.${extension}`}
          >
            {texts.save}
          </ButtonLink>
          <Button look="bare" size="small" onClick={() => setAsking(true)}>
            {texts.discard}
          </Button>
        </div>
      </div>
      <ConfirmLoss
        open={asking}
        title={texts.discardTitle}
        text={texts.discardText}
        confirm={texts.discard}
        cancel={texts.keepTake}
        onConfirm={onDiscard}
        onCancel={() => setAsking(false)}
      />
    </div>
  );
}
