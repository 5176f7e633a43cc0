import { useRef, useState } from 'react';
import { useFormats, useTexts } from '../i18n/texts.tsx';
import { IconButton } from './button.tsx';
import { FullscreenIcon, MutedIcon, PauseIcon, PlayIcon, SoundIcon } from './icons.tsx';
import { Notice } from './notice.tsx';
import styles from './player.module.css';

export interface PlayerProps {
  src: string;
  title: string;
  poster?: string | null;
  /** Known from the film's facts before the browser has read it. */
  durationSeconds?: number | null;
  width?: number | null;
  height?: number | null;
  /** Called when an address has expired or the film cannot be read. */
  onFailure?(): void;
}

/** The picture with nothing on it, and the controls below, as on an editing desk. Space plays, arrows move by 5 s. */
export function Player(props: PlayerProps) {
  const texts = useTexts('ui').player;
  const formats = useFormats();
  const frame = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const [playing, setPlaying] = useState(false);
  const [muted, setMuted] = useState(false);
  const [at, setAt] = useState(0);
  const [duration, setDuration] = useState(props.durationSeconds ?? 0);
  const [failed, setFailed] = useState(false);

  function toggle() {
    const element = video.current;
    if (!element) return;
    if (element.paused) element.play().catch(() => setPlaying(false));
    else element.pause();
  }
  function seek(toSeconds: number) {
    const element = video.current;
    if (!element) return;
    element.currentTime = Math.min(Math.max(0, toSeconds), duration);
    setAt(element.currentTime);
  }
  function fullscreen() {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void frame.current?.requestFullscreen?.();
  }
  const portrait = props.width && props.height ? props.height > props.width : false;

  return (
    <div ref={frame} className={styles.player} data-portrait={portrait || undefined}>
      {/* biome-ignore lint/a11y/useMediaCaption: films are made by members; they carry no caption track yet */}
      <video
        ref={video}
        className={styles.picture}
        src={props.src}
        poster={props.poster ?? undefined}
        aria-label={texts.label(props.title)}
        playsInline
        preload="metadata"
        onClick={toggle}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onTimeUpdate={(change) => setAt(change.currentTarget.currentTime)}
        onDurationChange={(change) => {
          const { duration: known } = change.currentTarget;
          if (Number.isFinite(known)) setDuration(known);
        }}
        onLoadedData={() => setFailed(false)}
        onError={() => {
          setFailed(true);
          props.onFailure?.();
        }}
      />
      {failed ? (
        <Notice tone="bad" urgent>
          {texts.failed}
        </Notice>
      ) : null}
      <div className={styles.desk}>
        <IconButton
          label={playing ? texts.pause : texts.play}
          icon={playing ? <PauseIcon /> : <PlayIcon />}
          onClick={toggle}
        />
        <span className={styles.code}>{formats.timeCode(at)}</span>
        <input
          className={styles.seek}
          type="range"
          min={0}
          max={Math.max(duration, 0.01)}
          step={0.01}
          value={Math.min(at, duration)}
          aria-label={texts.seek}
          aria-valuetext={texts.position(formats.timeCode(at), formats.timeCode(duration))}
          onChange={(change) => seek(Number(change.currentTarget.value))}
          onKeyDown={(key) => {
            const steps: Record<string, number> = { ArrowLeft: -5, ArrowRight: 5 };
            const step = steps[key.key];
            if (step !== undefined) {
              key.preventDefault();
              seek(at + step);
            } else if (key.key === ' ') {
              key.preventDefault();
              toggle();
            }
          }}
        />
        <span className={styles.code}>{formats.timeCode(duration)}</span>
        <IconButton
          label={muted ? texts.unmute : texts.mute}
          icon={muted ? <MutedIcon /> : <SoundIcon />}
          onClick={() => {
            if (video.current) video.current.muted = !muted;
            setMuted(!muted);
          }}
        />
        <IconButton label={texts.fullscreen} icon={<FullscreenIcon />} onClick={fullscreen} />
      </div>
    </div>
  );
}
