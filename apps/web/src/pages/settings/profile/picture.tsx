import { pictureRules } from '@backlot/core';
import { useEffect, useRef, useState } from 'react';
import { useErrorText } from '../../../components/api-error.tsx';
import type { Me } from '../../../components/session.ts';
import { isAbort } from '../../../film/errors.ts';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';
import { trpc } from '../../../trpc.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ConfirmLoss } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { ByteFigures, Progress } from '../../../ui/progress.tsx';
import { toast } from '../../../ui/toast-store.ts';
import styles from '../settings.module.css';
import { AvatarRefused, type AvatarStep, sendAvatar } from './send-avatar.ts';

type Work = { step: AvatarStep; totalBytes: number; preview: string; stop: AbortController };

/** The member's picture: seen at once, sent with progress, shown when a worker has made it sound. */
export function Picture({ me }: { me: Me }) {
  const texts = useTexts('settings').profile;
  const formats = useFormats();
  const errorText = useErrorText();
  const utils = trpc.useUtils();
  const input = useRef<HTMLInputElement>(null);
  const [work, setWork] = useState<Work | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [asking, setAsking] = useState(false);
  const again = () => Promise.all([utils.auth.me.invalidate(), utils.settings.stats.invalidate()]);
  const remove = trpc.settings.removeAvatar.useMutation({
    async onSuccess() {
      await again();
      toast(texts.removed);
    },
    onError: setProblem,
    onSettled: () => setAsking(false),
  });
  useLeavingAsks(work !== null);

  async function take(file: File) {
    const stop = new AbortController();
    const preview = URL.createObjectURL(file);
    setProblem(null);
    const step: AvatarStep = { at: 'preparing', sentBytes: 0 };
    setWork({ step, totalBytes: file.size, preview, stop });
    try {
      const onStep = (step: AvatarStep) => setWork((known) => known && { ...known, step });
      await sendAvatar(utils.client, file, { signal: stop.signal, onStep });
      await again();
      toast(texts.shown);
    } catch (error) {
      if (!isAbort(error)) setProblem(error);
    } finally {
      setWork(null);
      URL.revokeObjectURL(preview);
      if (input.current) input.current.value = '';
    }
  }

  function words(error: unknown): string {
    if (!(error instanceof AvatarRefused)) return errorText(error);
    return error.problem === 'too_large'
      ? texts.refusals.too_large(formats.bytes(pictureRules.sizeBytesMax))
      : texts.refusals[error.problem];
  }

  return (
    <Card>
      <h2>{texts.picture}</h2>
      <p className={styles.hint}>{texts.pictureHint(formats.bytes(pictureRules.sizeBytesMax))}</p>
      <div className={styles.picture}>
        <Avatar url={work?.preview ?? me.avatarUrl} name={me.displayName} size={96} label={texts.current} />
        {work ? (
          <div className={styles.work}>
            <Progress
              label={texts[work.step.at]}
              done={work.step.at === 'sending' ? work.step.sentBytes : null}
              total={work.totalBytes}
              figures={<ByteFigures doneBytes={work.step.sentBytes} totalBytes={work.totalBytes} />}
            />
            <div>
              <Button size="small" onClick={() => work.stop.abort()}>
                {texts.cancel}
              </Button>
            </div>
          </div>
        ) : (
          <div className={styles.ways}>
            <Button onClick={() => input.current?.click()}>
              {me.avatarUrl ? texts.another : texts.choose}
            </Button>
            {me.avatarUrl ? (
              <Button look="bare" onClick={() => setAsking(true)}>
                {texts.remove}
              </Button>
            ) : null}
          </div>
        )}
      </div>
      <input
        ref={input}
        type="file"
        hidden
        accept={pictureRules.contentTypes.join()}
        aria-label={texts.choose}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) void take(file);
        }}
      />
      {problem ? (
        <Notice tone="bad" urgent>
          {words(problem)}
        </Notice>
      ) : null}
      <ConfirmLoss
        open={asking}
        title={texts.removeTitle}
        text={texts.removeText}
        confirm={texts.remove}
        cancel={texts.keep}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
        onCancel={() => setAsking(false)}
      />
    </Card>
  );
}

/** Whoever leaves the page while a picture is on its way is asked. */
function useLeavingAsks(working: boolean) {
  useEffect(() => {
    if (!working) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [working]);
}
