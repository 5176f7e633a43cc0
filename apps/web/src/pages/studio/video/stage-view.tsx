import type { ArchiveFailure } from '@backlot/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { ApiError } from '../../../components/api-error.tsx';
import { LinkButton } from '../../../components/link.tsx';
import type { Video } from '../../../components/video-stage.tsx';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';
import { paths } from '../../../paths.ts';
import { trpc } from '../../../trpc.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmLoss } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Poster } from '../../../ui/poster.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { Making, Storing } from './making.tsx';
import { Screen } from './screen.tsx';
import styles from './video.module.css';

/** The picture where there is one to show, and what happens now with the one thing to do. */
export function StageView({ video, onAgain }: { video: Video; onAgain(): void }) {
  switch (video.stage) {
    case 'accepted':
    case 'generating':
      return <Making video={video} stage={video.stage} />;
    case 'storing':
      return <Storing video={video} />;
    case 'stored':
      return <Screen video={video} />;
    case 'not_stored':
      return <NotStored video={video} onAgain={onAgain} />;
    case 'binned':
      return <Binned video={video} />;
    case 'failed':
    case 'cancelled':
      return <Failed video={video} onAgain={onAgain} />;
    case 'deleted':
      return null;
  }
}

/** Nothing was made: why, and the way on. */
function Failed({ video, onAgain }: { video: Video; onAgain(): void }) {
  const texts = useTexts('studio').video;
  const { title, text, action } = texts.failures[video.failure ?? 'provider_failed'];
  return (
    <Notice
      tone={video.stage === 'failed' ? 'bad' : 'info'}
      title={title}
      action={
        <Button look="primary" onClick={onAgain}>
          {action}
        </Button>
      }
    >
      {text} {texts.free}
    </Notice>
  );
}

/** Why the last try to copy it failed, in words. */
export function useCopyFailure(): (failure: string) => string {
  // Every reason that core knows must have its words; `other` is for one of a newer server.
  const texts: Record<ArchiveFailure | 'other', string> = useTexts('studio').video.copyFailures;
  const words: Readonly<Record<string, string>> = texts;
  return (failure) => words[failure] ?? texts.other;
}

function NotStored({ video, onAgain }: { video: Video; onAgain(): void }) {
  const studio = useTexts('studio');
  const texts = studio.video;
  const reason = useCopyFailure();
  const utils = trpc.useUtils();
  const retry = trpc.videos.retry.useMutation({
    onSuccess: () => toast(texts.notStored.began),
    onSettled: () => utils.videos.invalidate(),
  });
  return (
    <>
      <Notice
        tone="bad"
        title={texts.notStored.title}
        action={
          <div className={styles.ways}>
            <Button
              look="primary"
              busy={retry.isPending}
              onClick={() => retry.mutate({ videoId: video.videoId })}
            >
              {texts.notStored.action}
            </Button>
            {video.copyFailure === 'storage_full' ? (
              <>
                <LinkButton href={paths.studioVideos('bin')}>{texts.notStored.bin}</LinkButton>
                <LinkButton href={paths.plans()}>{texts.notStored.plans}</LinkButton>
              </>
            ) : (
              <Button onClick={onAgain}>{studio.again}</Button>
            )}
          </div>
        }
      >
        {video.copyFailure ? <p className={styles.reason}>{reason(video.copyFailure)}</p> : null}
        <p>{texts.notStored.text}</p>
      </Notice>
      {retry.isError ? <ApiError error={retry.error} /> : null}
      <Screen video={video} />
    </>
  );
}

function Binned({ video }: { video: Video }) {
  const texts = useTexts('studio').video.bin;
  const formats = useFormats();
  const utils = trpc.useUtils();
  const [, goTo] = useLocation();
  const [asking, setAsking] = useState(false);
  const input = { videoIds: [video.videoId] };
  const restore = trpc.videos.restore.useMutation({
    onSuccess: () => toast(texts.restored),
    onSettled: () => utils.videos.invalidate(),
  });
  const remove = trpc.videos.remove.useMutation({
    onSuccess() {
      toast(texts.removed);
      goTo(paths.studioVideos('bin'));
    },
    onSettled: () => utils.videos.list.invalidate(),
  });
  const error = restore.error ?? remove.error;
  return (
    <>
      <Notice
        title={texts.title}
        action={
          <div className={styles.ways}>
            <Button look="primary" busy={restore.isPending} onClick={() => restore.mutate(input)}>
              {texts.restore}
            </Button>
            <Button look="danger" onClick={() => setAsking(true)}>
              {texts.remove}
            </Button>
          </div>
        }
      >
        {texts.text(video.binEndsAt ? formats.date(video.binEndsAt) : '')}
      </Notice>
      {error ? <ApiError error={error} /> : null}
      {video.posterUrl ? (
        <Poster src={video.posterUrl} alt="" averageColour={video.averageColour} eager />
      ) : null}
      <ConfirmLoss
        open={asking}
        title={texts.removeTitle}
        text={video.file ? texts.removeText(formats.bytes(video.file.sizeBytes)) : texts.removeTextEmpty}
        confirm={texts.remove}
        cancel={texts.keep}
        busy={remove.isPending}
        onConfirm={() => remove.mutate(input, { onSettled: () => setAsking(false) })}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}
