import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { ApiError, useErrorText } from '../../../components/api-error.tsx';
import { useKeptAddress } from '../../../components/use-kept-address.ts';
import type { Video } from '../../../components/video-stage.tsx';
import { codeOf, trpc } from '../../../trpc.ts';
import { Notice } from '../../../ui/notice.tsx';
import { Player } from '../../../ui/player.tsx';
import { Poster } from '../../../ui/poster.tsx';
import styles from './video.module.css';

/** The video itself. Its address is made for this view, and made anew only when it no longer works. */
export function Screen({ video }: { video: Video }) {
  const { client } = trpc.useUtils();
  const errorText = useErrorText();
  const { videoId, stage, file } = video;
  const address = useQuery({
    queryKey: ['address to play', videoId, stage],
    queryFn: () => client.videos.openAddress.mutate({ videoId, to: 'play' }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const posterUrl = useKeptAddress(video.posterUrl);
  const renewed = useRef(false);
  function renewOnce() {
    if (renewed.current) return;
    renewed.current = true;
    void address.refetch();
  }
  // Why it is not stored is said already; that it cannot be seen meanwhile is no second failure.
  if (codeOf(address.error) === 'ORIGINAL_GONE') return <Notice>{errorText(address.error)}</Notice>;
  if (address.isError) return <ApiError error={address.error} retry={() => void address.refetch()} />;
  if (!address.data)
    return (
      <div className={styles.waiting} aria-busy="true">
        <Poster src={posterUrl} alt="" averageColour={video.averageColour} eager />
      </div>
    );
  return (
    <Player
      src={address.data.url}
      poster={posterUrl}
      title={video.title}
      durationSeconds={file?.durationMs == null ? null : file.durationMs / 1_000}
      width={file?.widthPx ?? null}
      height={file?.heightPx ?? null}
      onFailure={renewOnce}
    />
  );
}
