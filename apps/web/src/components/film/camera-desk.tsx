import { filmPasses } from '@backlot/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type Recording, recordLimitMs } from '../../film/record/recording.ts';
import { useFormats, useTexts } from '../../i18n/texts.tsx';
import { Button } from '../../ui/button.tsx';
import { FieldNote } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { announce } from '../announcer.ts';
import styles from './film-recorder.module.css';
import { TakeClock } from './take-clock.tsx';
import { Viewfinder } from './viewfinder.tsx';

export interface CameraDeskProps {
  stream: MediaStream;
  /** Null before the take. */
  recording: Recording | null;
  note: string | null;
  /** The way out before the take. */
  back: ReactNode;
  onStart(): void;
}

/** What the camera sees, and one button that starts and ends the take. */
export function CameraDesk({ stream, recording, note, back, onStart }: CameraDeskProps) {
  const texts = useTexts('record');
  const formats = useFormats();
  const trigger = useRef<HTMLButtonElement>(null);
  const elapsedMs = useElapsed(recording);
  useEffect(() => trigger.current?.focus(), []);

  const leftMs = recordLimitMs - elapsedMs;
  const lastMinute = leftMs <= 60_000;
  useEffect(() => {
    if (recording) announce(lastMinute ? texts.lastMinute : texts.live);
  }, [recording, lastMinute, texts]);

  return (
    <div className={styles.layout}>
      <Viewfinder stream={stream} live={recording !== null} />
      <div className={styles.side}>
        {note ? (
          <Notice tone="warning" urgent>
            {note}
          </Notice>
        ) : null}
        <TakeClock
          live={recording !== null}
          state={recording ? texts.live : texts.ready}
          timeMs={elapsedMs}
          note={
            recording
              ? texts.left(formats.timeCode(Math.ceil(leftMs / 1000)))
              : texts.limit(formats.timeCode(filmPasses.durationMsMax / 1000))
          }
        />
        {stream.getAudioTracks().length === 0 ? <FieldNote>{texts.silent}</FieldNote> : null}
        <div className={styles.actions}>
          <Button ref={trigger} look="primary" onClick={() => (recording ? recording.stop() : onStart())}>
            {recording ? texts.stop : texts.start}
          </Button>
          {recording ? null : back}
        </div>
      </div>
    </div>
  );
}

/** Milliseconds recorded, read four times a second; the clock is the recording's own. */
function useElapsed(recording: Recording | null): number {
  const [elapsedMs, setElapsedMs] = useState(0);
  useEffect(() => {
    setElapsedMs(0);
    if (!recording) return;
    const timer = setInterval(() => setElapsedMs(recording.elapsedMs()), 250);
    return () => clearInterval(timer);
  }, [recording]);
  return elapsedMs;
}
