import { useState } from 'react';
import { useLocation } from 'wouter';
import { useErrorText } from '../../../components/api-error.tsx';
import { removeKeptFilm } from '../../../film/index.ts';
import { useTexts } from '../../../i18n/texts.tsx';
import { paths } from '../../../paths.ts';
import { trpc } from '../../../trpc.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmLoss } from '../../../ui/dialog.tsx';
import { toast } from '../../../ui/toast-store.ts';

/** Deletes a draft and the film kept for it, after asking. */
export function Discard({ campaignId, onDiscarded }: { campaignId: string; onDiscarded(): void }) {
  const texts = useTexts('campaigns').edit;
  const errorText = useErrorText();
  const utils = trpc.useUtils();
  const [, goTo] = useLocation();
  const [asking, setAsking] = useState(false);
  const discard = trpc.campaigns.discard.useMutation({
    async onSuccess() {
      onDiscarded();
      await removeKeptFilm(campaignId);
      void utils.campaigns.mine.invalidate();
      goTo(paths.campaigns());
      toast(texts.discarded);
    },
    onError(error) {
      setAsking(false);
      toast(errorText(error), 'bad');
    },
  });
  return (
    <>
      <Button look="bare" onClick={() => setAsking(true)}>
        {texts.discard}
      </Button>
      <ConfirmLoss
        open={asking}
        title={texts.discardTitle}
        text={texts.discardText}
        confirm={texts.discard}
        cancel={texts.keep}
        busy={discard.isPending}
        onConfirm={() => discard.mutate({ campaignId })}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}
