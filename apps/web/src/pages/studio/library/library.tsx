import { keepingRules, type VideoShelf, videoShelves } from '@backlot/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getQueryKey } from '@trpc/react-query';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'wouter';
import { LinkButton } from '../../../components/link.tsx';
import { MembersOnly } from '../../../components/members-only.tsx';
import { Page, Stack } from '../../../components/page.tsx';
import { PageTitle } from '../../../components/page-title.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { useAskAgain } from '../../../components/stream-state.ts';
import { TabLinks } from '../../../components/tab-links.tsx';
import { movesOn } from '../../../components/video-stage.tsx';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';
import { paths } from '../../../paths.ts';
import { type RouterOutputs, trpc } from '../../../trpc.ts';
import { Button } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { CameraDrawing, LampDrawing } from '../../../ui/gear.tsx';
import { PlusIcon } from '../../../ui/icons.tsx';
import { Acts } from './acts.tsx';
import styles from './library.module.css';
import { useMarks } from './marks.ts';
import { VideoCard } from './video-card.tsx';

export type ListPage = RouterOutputs['videos']['list'];

/** A shelf, page after page; asked for anew while something on it moves and no notice could say so. */
function useShelf(shelf: VideoShelf) {
  const { client } = trpc.useUtils();
  const askAgain = useAskAgain();
  return useInfiniteQuery({
    queryKey: getQueryKey(trpc.videos.list, { shelf }, 'infinite'),
    queryFn: ({ pageParam }) => client.videos.list.query({ shelf, after: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: ListPage) => page.after,
    refetchInterval: ({ state }) =>
      askAgain(state.data?.pages.some((page) => page.videos.some(movesOn)) ?? false),
  });
}

/**
 * One page more when it is asked for. A notice that comes at that moment has the list fetched anew, which ends the fetching of the
 * page: what was asked for once is remembered, and fetched after that.
 */
function useMore(shelf: VideoShelf, list: ReturnType<typeof useShelf>) {
  const [asked, setAsked] = useState({ shelf, pages: 0 });
  const shown = list.data?.pages.length ?? 0;
  const isWaiting = asked.shelf === shelf && asked.pages > shown && list.hasNextPage;
  const { isFetching, isFetchNextPageError, fetchNextPage } = list;
  const goesOn = isWaiting && !isFetching && !isFetchNextPageError;
  useEffect(() => {
    if (goesOn) void fetchNextPage({ cancelRefetch: false });
  }, [goesOn, fetchNextPage]);
  return {
    isBusy: isWaiting && !isFetchNextPageError,
    more() {
      setAsked({ shelf, pages: shown + 1 });
      void fetchNextPage({ cancelRefetch: false });
    },
  };
}

function Shelves({ current, totals }: { current: VideoShelf; totals: ListPage['totals'] | undefined }) {
  const texts = useTexts('library').shelves;
  const formats = useFormats();
  return (
    <TabLinks
      label={texts.label}
      links={videoShelves.map((shelf) => ({
        href: paths.studioVideos(shelf),
        label: texts[shelf],
        current: shelf === current,
        count: totals ? formats.number(totals[shelf]) : '',
      }))}
    />
  );
}

function Nothing({ shelf }: { shelf: VideoShelf }) {
  const { nothing } = useTexts('library');
  return (
    <Empty
      drawing={shelf === 'all' ? <LampDrawing /> : <CameraDrawing />}
      title={nothing[shelf].title}
      text={nothing[shelf].text}
      action={
        shelf === 'all' ? (
          <LinkButton look="primary" href={paths.studioGenerate()}>
            {nothing.all.action}
          </LinkButton>
        ) : undefined
      }
    />
  );
}

function Library() {
  const texts = useTexts('library');
  const [search] = useSearchParams();
  const shelf = videoShelves.find((one) => one === search.get('shelf')) ?? 'all';
  const list = useShelf(shelf);
  const { isBusy, more } = useMore(shelf, list);
  const pages = list.data?.pages;
  const videos = pages?.flatMap((page) => page.videos) ?? [];
  const marks = useMarks(shelf, videos);
  // Counts stay while another shelf is on its way.
  const counted = pages?.[0]?.totals;
  const [totals, setTotals] = useState(counted);
  if (counted && counted !== totals) setTotals(counted);
  return (
    <Page>
      <PageTitle
        lead={texts.lead}
        actions={
          <LinkButton href={paths.studioGenerate()} look="primary" icon={<PlusIcon />}>
            {texts.make}
          </LinkButton>
        }
      >
        {texts.title}
      </PageTitle>
      <Stack>
        <Shelves current={shelf} totals={counted ?? totals} />
        <QueryView query={{ ...list, data: pages }} minHeight={760}>
          {([first]) => (
            <>
              {shelf === 'bin' && videos.length > 0 ? (
                <p className={styles.note}>{texts.binNote(keepingRules.binDays)}</p>
              ) : null}
              <Acts
                key={shelf}
                shelf={shelf}
                videos={videos}
                marks={marks}
                bin={{ count: first?.totals?.bin ?? 0, sizeBytes: first?.totals?.binSizeBytes ?? 0 }}
              />
              {videos.length === 0 ? (
                <Nothing shelf={shelf} />
              ) : (
                <ul className={styles.grid}>
                  {videos.map((video, at) => (
                    <VideoCard
                      key={video.videoId}
                      video={video}
                      eager={at < 6}
                      marked={marks.ids.has(video.videoId)}
                      onMark={marks.mayMark(video) ? () => marks.toggle(video.videoId) : null}
                    />
                  ))}
                </ul>
              )}
              {list.hasNextPage ? (
                <div>
                  <Button busy={isBusy} onClick={more}>
                    {texts.more}
                  </Button>
                </div>
              ) : null}
            </>
          )}
        </QueryView>
      </Stack>
    </Page>
  );
}

/** All AI videos of a member, by shelf, newest first. */
export default function LibraryPage() {
  return <MembersOnly>{() => <Library />}</MembersOnly>;
}
