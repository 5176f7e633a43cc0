import type { VideoAct, VideoStage } from '@backlot/core';
import { useEffect, useRef, useState } from 'react';
import { useLocation, useParams } from 'wouter';
import { ApiError } from '../../../components/api-error.tsx';
import { Link } from '../../../components/link.tsx';
import { MembersOnly } from '../../../components/members-only.tsx';
import { Desk, Page, Stack } from '../../../components/page.tsx';
import { PageTitle } from '../../../components/page-title.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import type { Me } from '../../../components/session.ts';
import { useAskAgain } from '../../../components/stream-state.ts';
import { movesOn, type Video } from '../../../components/video-stage.tsx';
import { useTexts } from '../../../i18n/texts.tsx';
import { paths } from '../../../paths.ts';
import { trpc } from '../../../trpc.ts';
import { Button } from '../../../ui/button.tsx';
import { Steps } from '../../../ui/steps.tsx';
import { emptyWish, keepWish } from '../wish.ts';
import { RenameForm } from './rename.tsx';
import { StageView } from './stage-view.tsx';
import styles from './video.module.css';
import { VideoFacts } from './video-facts.tsx';

const marks = ['accepted', 'generating', 'storing', 'stored'] as const;

/** The road of a video; what left it shows none. */
function Strip({ stage }: { stage: VideoStage }) {
  const texts = useTexts('studio').video;
  const current = marks.find((mark) => mark === stage);
  if (!current) return null;
  return (
    <Steps
      label={texts.road}
      current={current}
      steps={marks.map((id) => ({ id, label: texts.marks[id] }))}
      over={stage === 'stored'}
    />
  );
}

/** Fetches the file under its title, by an address made for this press. */
function Download({ video }: { video: Video }) {
  const texts = useTexts('studio').video;
  const open = trpc.videos.openAddress.useMutation({
    onSuccess({ url }) {
      const link = document.createElement('a');
      link.href = url;
      link.download = '';
      link.click();
    },
  });
  return (
    <>
      <Button
        look={video.stage === 'stored' ? 'primary' : 'quiet'}
        busy={open.isPending}
        onClick={() => open.mutate({ videoId: video.videoId, to: 'download' })}
      >
        {texts.download}
      </Button>
      {open.isError ? <ApiError error={open.error} /> : null}
    </>
  );
}

const shownActs: readonly VideoAct[] = ['download', 'rename', 'bin'];

/** What can be done with a video that is there, or nearly. It stands below the picture, so that nothing moves when it comes. */
function Acts({ video, onAgain }: { video: Video; onAgain(): void }) {
  const texts = useTexts('studio');
  const utils = trpc.useUtils();
  const [renaming, setRenaming] = useState(false);
  const renamer = useRef<HTMLButtonElement>(null);
  const may = (act: VideoAct) => video.acts.includes(act);
  const bin = trpc.videos.bin.useMutation({ onSuccess: () => utils.videos.invalidate() });
  function endRenaming() {
    setRenaming(false);
    renamer.current?.focus();
  }
  if (!shownActs.some(may)) return null;
  return (
    <>
      <div className={styles.ways}>
        {may('download') ? <Download video={video} /> : null}
        {may('rename') ? (
          <Button ref={renamer} aria-expanded={renaming} onClick={() => setRenaming(!renaming)}>
            {texts.video.rename.action}
          </Button>
        ) : null}
        {video.stage === 'stored' ? <Button onClick={onAgain}>{texts.again}</Button> : null}
        {may('bin') ? (
          <Button look="bare" busy={bin.isPending} onClick={() => bin.mutate({ videoIds: [video.videoId] })}>
            {texts.video.bin.put}
          </Button>
        ) : null}
      </div>
      {bin.isError ? <ApiError error={bin.error} /> : null}
      {renaming && may('rename') ? <RenameForm video={video} onDone={endRenaming} /> : null}
    </>
  );
}

/** What was pressed may go with its stage: whoever had the focus there finds it at what came instead. */
function useFocusOnStage(stage: VideoStage) {
  const place = useRef<HTMLElement>(null);
  const shown = useRef(stage);
  useEffect(() => {
    if (shown.current !== stage && document.activeElement === document.body)
      place.current?.focus({ preventScroll: true });
    shown.current = stage;
  }, [stage]);
  return place;
}

function OneVideo({ video, me }: { video: Video; me: Me }) {
  const texts = useTexts('studio');
  const [, goTo] = useLocation();
  const place = useFocusOnStage(video.stage);
  function again() {
    const { prompt, durationSeconds, aspect, provider, seedAssetId } = video;
    const seed = seedAssetId === null ? null : { assetId: seedAssetId, name: null };
    keepWish(me.memberId, { ...emptyWish, prompt, durationSeconds, aspect, provider, seed });
    goTo(paths.studioGenerate());
  }
  return (
    <Page>
      <PageTitle over={<Link href={paths.studioVideos()}>{texts.video.back}</Link>}>{video.title}</PageTitle>
      <Stack>
        <Strip stage={video.stage} />
        <p role="status" className="visually-hidden">
          {texts.stages[video.stage]}
        </p>
        <Desk>
          <section ref={place} tabIndex={-1} aria-label={texts.stages[video.stage]} className={styles.place}>
            <Stack>
              <StageView video={video} onAgain={again} />
              {movesOn(video) ? null : <Acts video={video} onAgain={again} />}
            </Stack>
          </section>
          <VideoFacts video={video} />
        </Desk>
      </Stack>
    </Page>
  );
}

function FoundVideo({ me }: { me: Me }) {
  const { videoId = '' } = useParams<{ videoId: string }>();
  const askAgain = useAskAgain();
  const query = trpc.videos.get.useQuery(
    { videoId },
    { refetchInterval: ({ state }) => askAgain(state.data !== undefined && movesOn(state.data)) },
  );
  return (
    <QueryView query={query} minHeight={860}>
      {(video) => <OneVideo key={video.videoId} video={video} me={me} />}
    </QueryView>
  );
}

/** One AI video: what is happening to it, then the video itself. */
export default function VideoPage() {
  return <MembersOnly>{(me) => <FoundVideo me={me} />}</MembersOnly>;
}
