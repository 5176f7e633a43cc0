import { useEffect, useRef } from 'react';
import { useFormats, useTexts } from '../../i18n/texts.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { announce } from '../announcer.ts';
import { CameraDesk } from './camera-desk.tsx';
import corners from './corners.module.css';
import styles from './film-recorder.module.css';
import { TakeView } from './take-view.tsx';
import { openTakes } from './takes.ts';
import { useRecorder } from './use-recorder.ts';

export interface FilmRecorderProps {
  campaignId: string;
  onUse(film: Blob): void;
  /** Without a take. */
  onClose(): void;
}

/** Films on the page: camera, take, a look at it. Nothing leaves this browser. */
export default function FilmRecorder({ campaignId, onUse, onClose }: FilmRecorderProps) {
  const texts = useTexts('record');
  const formats = useFormats();
  const { stage, ask, start, backToTake } = useRecorder(campaignId);
  const tryAgain = useRef<HTMLButtonElement>(null);
  const earlier = openTakes.of(campaignId);
  const back = earlier ? (
    <Button onClick={backToTake}>{texts.backToTake}</Button>
  ) : (
    <Button onClick={onClose}>{texts.cancel}</Button>
  );

  useEffect(() => {
    if (stage.name === 'refused') tryAgain.current?.focus();
    if (stage.name === 'taken') announce(texts.taken(formats.timeCode(stage.take.durationMs / 1000)));
  }, [stage, texts, formats]);

  // Whoever closes the page with a take that is not kept yet is asked: it would be gone.
  const unkept = stage.name === 'recording' || earlier !== null;
  useEffect(() => {
    if (!unkept) return;
    const hold = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', hold);
    return () => removeEventListener('beforeunload', hold);
  }, [unkept]);

  return (
    <section className={styles.recorder} aria-label={texts.title}>
      {stage.name === 'asking' ? (
        <div className={styles.layout}>
          <div className={cx(corners.corners, styles.empty)}>
            <Loading label={texts.asking} minHeight={0} />
          </div>
          <div className={styles.side}>
            <p className={styles.hint}>{texts.askingText}</p>
            <div className={styles.actions}>{back}</div>
          </div>
        </div>
      ) : null}
      {stage.name === 'refused' ? (
        <Notice
          tone="bad"
          urgent
          title={texts.troubles[stage.trouble].title}
          action={
            <>
              <Button ref={tryAgain} onClick={() => void ask()}>
                {texts.tryAgain}
              </Button>
              {back}
            </>
          }
        >
          {texts.troubles[stage.trouble].text}
        </Notice>
      ) : null}
      {stage.name === 'ready' || stage.name === 'recording' ? (
        <CameraDesk
          stream={stage.stream}
          recording={stage.name === 'recording' ? stage.recording : null}
          note={stage.name === 'ready' && stage.empty ? texts.empty : null}
          onStart={() => void start()}
          back={back}
        />
      ) : null}
      {stage.name === 'taken' ? (
        <TakeView
          take={stage.take}
          onUse={() => onUse(stage.take.blob)}
          onAgain={() => void ask()}
          onDiscard={() => {
            openTakes.drop(campaignId);
            onClose();
          }}
        />
      ) : null}
    </section>
  );
}
