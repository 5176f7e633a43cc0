import type { BillingInterval, PaidPlanName } from '@backlot/core';
import { useEffect } from 'react';
import { trpc } from '../../trpc.ts';

/** The two ways out of the page: to the checkout of a plan (or the portal, where the api leads there), and to the portal. */
export function useLeaving() {
  const utils = trpc.useUtils();
  const onSuccess = ({ url }: { url: string }) => location.assign(url);
  const onError = () => void utils.billing.invalidate();
  const start = trpc.billing.start.useMutation({ onSuccess, onError });
  const portal = trpc.billing.openPortal.useMutation({ onSuccess, onError });
  const { reset: resetStart } = start;
  const { reset: resetPortal } = portal;
  // Back from there, the browser may show this page as it was left: its buttons must work again, and all may differ.
  useEffect(() => {
    const onShow = (event: PageTransitionEvent) => {
      if (!event.persisted) return;
      resetStart();
      resetPortal();
      void utils.billing.invalidate();
    };
    addEventListener('pageshow', onShow);
    return () => removeEventListener('pageshow', onShow);
  }, [resetStart, resetPortal, utils]);
  const isLeaving = start.isSuccess || portal.isSuccess;
  return {
    error: start.error ?? portal.error,
    managing: portal.isPending || portal.isSuccess,
    choosing: start.isPending || start.isSuccess ? start.variables?.plan : null,
    manage: () => {
      if (!isLeaving) portal.mutate();
    },
    choose: (plan: PaidPlanName, interval: BillingInterval) => {
      if (!isLeaving) start.mutate({ plan, interval });
    },
  };
}
