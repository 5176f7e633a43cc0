import { useEffect, useRef, useState } from 'react';

/** How far below the screen a film is opened, so that its picture is there when one gets to it. */
const ahead = '400px';

/** A moment in which most films show something, and phones paint at all. */
const atSeconds = 0.1;

/**
 * A picture of a film that has no poster: its first frame, decoded by the browser from the few bytes that hold it. Opened only when it
 * comes near the screen.
 */
export function FirstFrame({ src }: { src: string }) {
  const place = useRef<HTMLVideoElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (!place.current) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && setNear(true),
      { rootMargin: ahead },
    );
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return (
    <video
      ref={place}
      src={near ? `${src}#t=${atSeconds}` : undefined}
      preload="metadata"
      muted
      playsInline
      disablePictureInPicture
      tabIndex={-1}
      aria-hidden
    />
  );
}
