import { pictureRules } from '@backlot/core';
import { useRef, useState } from 'react';
import { PictureInput } from '../../../components/picture-input.tsx';
import { PictureProgress } from '../../../components/picture-progress.tsx';
import type { Me } from '../../../components/session.ts';
import { useSendPicture } from '../../../components/use-send-picture.ts';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';
import { trpc } from '../../../trpc.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ConfirmLoss } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { toast } from '../../../ui/toast-store.ts';
import styles from '../settings.module.css';

/** The member's picture: seen at once, sent with progress, shown when a worker has made it sound. */
export function Picture({ me }: { me: Me }) {
  const texts = useTexts('settings').profile;
  const formats = useFormats();
  const utils = trpc.useUtils();
  const input = useRef<HTMLInputElement>(null);
  const [asking, setAsking] = useState(false);
  const again = () => Promise.all([utils.auth.me.invalidate(), utils.settings.stats.invalidate()]);
  const { work, take, problem, setProblem } = useSendPicture('avatar', async () => {
    await again();
    toast(texts.shown);
  });
  const remove = trpc.settings.removeAvatar.useMutation({
    async onSuccess() {
      await again();
      toast(texts.removed);
    },
    onError: setProblem,
    onSettled: () => setAsking(false),
  });
  return (
    <Card>
      <h2>{texts.picture}</h2>
      <p className={styles.hint}>{texts.pictureHint(formats.bytes(pictureRules.sizeBytesMax))}</p>
      <div className={styles.picture}>
        <Avatar url={work?.preview ?? me.avatarUrl} name={me.displayName} size={96} label={texts.current} />
        {work ? (
          <div className={styles.work}>
            <PictureProgress work={work} purpose="avatar" />
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
      <PictureInput ref={input} label={texts.choose} onPick={(file) => void take(file)} />
      {problem ? (
        <Notice tone="bad" urgent>
          {problem}
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
