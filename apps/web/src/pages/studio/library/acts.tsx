import type { VideoShelf } from '@backlot/core';
import { useEffect, useRef, useState } from 'react';
import { ApiError } from '../../../components/api-error.tsx';
import type { Video } from '../../../components/video-stage.tsx';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';
import { trpc } from '../../../trpc.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmLoss } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { toast } from '../../../ui/toast-store.ts';
import styles from './library.module.css';
import type { Marks } from './marks.ts';

type Bin = { count: number; sizeBytes: number };

/** What can be done with the marked videos of a shelf, and with the bin as a whole. */
export function Acts(props: { shelf: VideoShelf; videos: readonly Video[]; marks: Marks; bin: Bin }) {
  const { shelf, videos, marks, bin } = props;
  const texts = useTexts('library');
  const formats = useFormats();
  const utils = trpc.useUtils();
  const [asking, setAsking] = useState<'marked' | 'all' | null>(null);
  /** What was thrown away last here, to be had back by one press. */
  const [thrown, setThrown] = useState<string[]>([]);
  const undo = useRef<HTMLButtonElement>(null);
  // What was pressed is gone: the way back takes its place for the keyboard.
  useEffect(() => {
    if (thrown.length > 0) undo.current?.focus();
  }, [thrown]);
  const onSettled = () => {
    setAsking(null);
    void utils.videos.invalidate();
  };
  const throwAway = trpc.videos.bin.useMutation({
    onSuccess(_, { videoIds }) {
      marks.clear();
      setThrown(videoIds);
    },
    onSettled,
  });
  const restore = trpc.videos.restore.useMutation({
    onSuccess({ done }) {
      marks.clear();
      toast(texts.restored(done));
      setThrown([]);
    },
    onSettled,
  });
  const onSuccess = ({ done }: { done: number }) => {
    marks.clear();
    toast(texts.removed(done));
  };
  const remove = trpc.videos.remove.useMutation({ onSuccess, onSettled });
  const emptyBin = trpc.videos.emptyBin.useMutation({ onSuccess, onSettled });
  const error = throwAway.error ?? restore.error ?? remove.error ?? emptyBin.error;
  const videoIds = [...marks.ids];
  const count = videoIds.length;
  const markedBytes = videos
    .filter(({ videoId }) => marks.ids.has(videoId))
    .reduce((sum, { file }) => sum + (file?.sizeBytes ?? 0), 0);
  return (
    <>
      {error ? <ApiError error={error} /> : null}
      {thrown.length > 0 ? (
        <div role="status">
          <Notice
            tone="good"
            action={
              <Button
                ref={undo}
                size="small"
                busy={restore.isPending}
                onClick={() => restore.mutate({ videoIds: thrown })}
              >
                {texts.undo}
              </Button>
            }
          >
            {texts.binned(thrown.length)}
          </Notice>
        </div>
      ) : null}
      {videos.some(marks.mayMark) ? (
        <div className={styles.acts}>
          <span role="status" className={styles.chosen}>
            {count === 0 ? '' : texts.marked(count)}
          </span>
          {count === 0 ? (
            <Button size="small" look="bare" onClick={marks.all}>
              {texts.markAll}
            </Button>
          ) : (
            <>
              {shelf === 'bin' ? (
                <>
                  <Button size="small" busy={restore.isPending} onClick={() => restore.mutate({ videoIds })}>
                    {texts.restore}
                  </Button>
                  <Button size="small" look="danger" onClick={() => setAsking('marked')}>
                    {texts.remove}
                  </Button>
                </>
              ) : (
                <Button
                  size="small"
                  busy={throwAway.isPending}
                  onClick={() => throwAway.mutate({ videoIds })}
                >
                  {texts.toBin}
                </Button>
              )}
              <Button size="small" look="bare" onClick={marks.clear}>
                {texts.unmark}
              </Button>
            </>
          )}
          {shelf === 'bin' && count === 0 ? (
            <span className={styles.last}>
              <Button size="small" look="danger" onClick={() => setAsking('all')}>
                {texts.emptyBin}
              </Button>
            </span>
          ) : null}
        </div>
      ) : null}
      <ConfirmLoss
        open={asking !== null}
        title={asking === 'all' ? texts.emptyTitle : texts.removeTitle(count)}
        text={
          asking === 'all'
            ? texts.emptyText(bin.count, formats.bytes(bin.sizeBytes))
            : texts.removeText(formats.bytes(markedBytes))
        }
        confirm={asking === 'all' ? texts.emptyBin : texts.remove}
        cancel={texts.keep}
        busy={remove.isPending || emptyBin.isPending}
        onConfirm={() => (asking === 'all' ? emptyBin.mutate() : remove.mutate({ videoIds }))}
        onCancel={() => setAsking(null)}
      />
    </>
  );
}
