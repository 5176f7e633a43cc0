import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../../i18n/texts.tsx';
import { cx } from '../../ui/cx.ts';
import corners from './corners.module.css';
import styles from './film-recorder.module.css';

/** What the camera sees: mirrored, as people know themselves, and silent. The take itself is neither. */
export function Viewfinder({ stream, live }: { stream: MediaStream; live: boolean }) {
  const texts = useTexts('record');
  const video = useRef<HTMLVideoElement>(null);
  const [portrait, setPortrait] = useState(false);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  // The camera at the back of a phone looks at others: it is not mirrored.
  const facing = stream.getVideoTracks()[0]?.getSettings().facingMode;
  return (
    <div
      className={cx(corners.corners, styles.finder)}
      data-live={live || undefined}
      data-portrait={portrait || undefined}
    >
      <video
        ref={video}
        className={styles.picture}
        data-mirrored={facing !== 'environment' || undefined}
        aria-label={texts.preview}
        autoPlay
        muted
        playsInline
        onResize={({ currentTarget: { videoWidth, videoHeight } }) => setPortrait(videoHeight > videoWidth)}
      />
    </div>
  );
}
