import { useEffect, useRef } from 'react';
import { loadTexts } from '../i18n/catalogue.ts';
import { paths } from '../paths.ts';
import { trpc } from '../trpc.ts';
import { toast } from '../ui/toast-store.ts';
import { setMovingVideos } from './moving-videos.ts';
import { currentPreferences } from './preferences.ts';
import type { Video } from './video-stage.tsx';

/** Where it is seen already what became of a video. */
const isShownHere = (videoId: string): boolean =>
  [paths.studioVideo(videoId), paths.studioVideos()].includes(location.pathname);

/** What became of a video, for whoever looks at something else. What the person ended is not news. */
async function say({ title, stage }: Video) {
  const { ended } = await loadTexts(currentPreferences().language, 'studio');
  if (stage === 'stored') toast(ended.stored(title));
  if (stage === 'not_stored') toast(ended.notStored(title), 'bad');
  if (stage === 'failed') toast(ended.failed(title), 'bad');
}

/**
 * Knows on every page which videos are being made or stored, and says it once when one has come to its end. Asked for anew when a
 * notice says that a video changed, never by the clock.
 */
export function VideoWatch() {
  const { client } = trpc.useUtils();
  const { data } = trpc.videos.moving.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY });
  const before = useRef<readonly string[]>([]);
  useEffect(() => {
    if (!data) return;
    const { videoIds } = data;
    const gone = before.current.filter((id) => !videoIds.includes(id));
    before.current = videoIds;
    setMovingVideos(videoIds.length);
    // One that was deleted meanwhile is not there to be asked for.
    for (const videoId of gone.filter((id) => !isShownHere(id)))
      client.videos.get.query({ videoId }).then(say, () => {});
  }, [data, client]);
  useEffect(() => () => setMovingVideos(0), []);
  return null;
}
