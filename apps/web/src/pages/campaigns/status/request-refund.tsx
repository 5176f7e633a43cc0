import { useState } from 'react';
import { useErrorText } from '../../../components/api-error.tsx';
import { runningUploads } from '../../../components/uploads.ts';
import { removeKeptFilm } from '../../../film/index.ts';
import { useFormats, useTexts } from '../../../i18n/texts.tsx';
import { trpc } from '../../../trpc.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmLoss } from '../../../ui/dialog.tsx';
import { toast } from '../../../ui/toast-store.ts';
import styles from './status.module.css';
import type { Campaign } from './status.tsx';

/** The whole amount back, before the upload has begun; the server knows whether it has. */
export function RequestRefund({ campaign }: { campaign: Campaign }) {
  const { campaignId, price } = campaign;
  const texts = useTexts('campaign').refund;
  const formats = useFormats();
  const errorText = useErrorText();
  const utils = trpc.useUtils();
  const [asking, setAsking] = useState(false);
  const refund = trpc.campaigns.requestRefund.useMutation({
    async onSuccess() {
      runningUploads()?.cancel(campaignId);
      await removeKeptFilm(campaignId);
    },
    onError: (error) => toast(errorText(error), 'bad'),
    onSettled() {
      setAsking(false);
      void utils.campaigns.get.invalidate({ campaignId });
    },
  });
  return (
    <div className={styles.refund}>
      <p>{texts.note}</p>
      <Button onClick={() => setAsking(true)}>{texts.action}</Button>
      <ConfirmLoss
        open={asking}
        title={texts.title}
        text={texts.text(formats.money(price.amountMinor, price.currency))}
        confirm={texts.confirm}
        cancel={texts.keep}
        busy={refund.isPending}
        onConfirm={() => refund.mutate({ campaignId })}
        onCancel={() => setAsking(false)}
      />
    </div>
  );
}
