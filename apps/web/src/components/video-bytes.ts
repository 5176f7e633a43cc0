import type { InfiniteData } from '@tanstack/react-query';
import { getQueryKey } from '@trpc/react-query';
import { queryClient, type RouterOutputs, trpc, trpcClient } from '../trpc.ts';

type ListPage = RouterOutputs['videos']['list'];

/**
 * Shows in the lists that are on the page how much of a video is copied by now. A list is not asked for anew for that: it may
 * have many pages, and words of bytes come more often than once a second.
 */
export async function showCopied(videoId: string): Promise<void> {
  const lists = { queryKey: getQueryKey(trpc.videos.list), type: 'active' } as const;
  if (queryClient.getQueryCache().findAll(lists).length === 0) return;
  const { copy } = await trpcClient.videos.get.query({ videoId });
  queryClient.setQueriesData<InfiniteData<ListPage>>(
    lists,
    (known) =>
      known && {
        ...known,
        pages: known.pages.map((page) => ({
          ...page,
          // What is past storing has its own word, which may have come before this answer.
          videos: page.videos.map((video) =>
            video.videoId === videoId && video.stage === 'storing' ? { ...video, copy } : video,
          ),
        })),
      },
  );
}
