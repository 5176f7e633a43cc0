import { type ReactNode, useState } from 'react';
import { ApiError } from '../../../components/api-error.tsx';
import corners from '../../../components/film/corners.module.css';
import type { Video } from '../../../components/video-stage.tsx';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';
import { trpc } from '../../../trpc.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { ConfirmLoss } from '../../../ui/dialog.tsx';
import { ByteFigures, Progress } from '../../../ui/progress.tsx';
import { useCopyFailure } from './stage-view.tsx';
import styles from './video.module.css';

/**
 * The finder in which the video will stand, as large as its picture will be; what is said below takes the room of the player's
 * controls and of what can be done then.
 */
function Finder(props: { title: string; children: ReactNode; below: ReactNode }) {
  return (
    <section>
      <div className={cx(corners.corners, styles.finder)}>
        <div className={styles.words}>
          <h2>{props.title}</h2>
          {props.children}
        </div>
      </div>
      <div className={styles.below}>{props.below}</div>
    </section>
  );
}

/** Before there is anything to copy: with us, then with the provider. It may still be cancelled. */
export function Making({ video, stage }: { video: Video; stage: 'accepted' | 'generating' }) {
  const studio = useTexts('studio');
  const texts = studio.video;
  const utils = trpc.useUtils();
  const [asking, setAsking] = useState(false);
  const cancel = trpc.videos.cancel.useMutation({
    onSettled() {
      setAsking(false);
      void utils.videos.invalidate();
    },
  });
  return (
    <>
      <Finder
        title={texts[stage].title}
        below={
          <>
            <p>{texts[stage].text}</p>
            {video.acts.includes('cancel') ? (
              <div>
                <Button onClick={() => setAsking(true)}>{texts.cancel}</Button>
              </div>
            ) : null}
          </>
        }
      >
        <Progress
          label={
            stage === 'accepted' ? texts.accepted.at : texts.generating.at(studio.providers[video.provider])
          }
          done={null}
          total={1}
        />
      </Finder>
      {cancel.isError ? <ApiError error={cancel.error} /> : null}
      <ConfirmLoss
        open={asking}
        title={texts.cancelTitle}
        text={texts.cancelText}
        confirm={texts.cancel}
        cancel={texts.keepGoing}
        busy={cancel.isPending}
        onConfirm={() => cancel.mutate({ generationId: video.generationId })}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}

/** The copy into our storage: how far it is, and what held it up. */
export function Storing({ video }: { video: Video }) {
  const studio = useTexts('studio');
  const texts = studio.video.storing;
  const formats = useFormats();
  const reason = useCopyFailure();
  const { bytes, ofBytes, percent } = video.copy;
  const title = percent === null ? texts.title : studio.storingPercent(formats.percent(percent / 100));
  return (
    <Finder
      title={title}
      below={
        video.copyFailure ? (
          <p>
            {texts.broke(reason(video.copyFailure))}{' '}
            {video.nextTryAt ? texts.nextTry(formats.relative(video.nextTryAt, Date.now())) : null}
          </p>
        ) : (
          <p>{texts.text}</p>
        )
      }
    >
      <Progress
        label={studio.stages.storing}
        done={ofBytes === null ? null : bytes}
        total={ofBytes ?? 0}
        figures={
          ofBytes !== null ? (
            <ByteFigures doneBytes={bytes} totalBytes={ofBytes} />
          ) : bytes > 0 ? (
            texts.unknownSize(formats.bytes(bytes))
          ) : (
            texts.begins
          )
        }
      />
    </Finder>
  );
}
