import { useEffect } from 'react';
import { noteActivity } from '../activities.ts';
import { trpc } from '../trpc.ts';

/** Confirms a campaign, or tries again to pay it, and goes to the payment page. */
export function usePaymentPage(campaignId: string, onLeave?: () => void) {
  const utils = trpc.useUtils();
  const confirm = trpc.campaigns.confirm.useMutation({
    onSuccess({ url }) {
      noteActivity('checkout.step', 'opened', campaignId);
      onLeave?.();
      location.assign(url);
    },
    onError: () => void utils.campaigns.get.invalidate({ campaignId }),
  });
  const { reset } = confirm;
  // Back from the payment page, the browser may show this page as it was left: its button must work again.
  useEffect(() => {
    const onShow = (event: PageTransitionEvent) => {
      if (event.persisted) reset();
    };
    addEventListener('pageshow', onShow);
    return () => removeEventListener('pageshow', onShow);
  }, [reset]);
  return {
    error: confirm.error,
    busy: confirm.isPending || confirm.isSuccess,
    go: () => confirm.mutate({ campaignId }),
  };
}
