import { type BillingInterval, billingIntervals } from '@backlot/core';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import { ApiError } from '../../components/api-error.tsx';
import { Stack } from '../../components/page.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useTexts } from '../../i18n/texts.tsx';
import { paths } from '../../paths.ts';
import { trpc } from '../../trpc.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SettingsFrame } from '../settings/frame.tsx';
import { IntervalChoice, PlanList } from './plan-list.tsx';
import { type Billing, PlanCard, StandingNotice } from './standing.tsx';
import { useLeaving } from './use-leaving.ts';

/** What the member has, what it hangs on, and what else there is. */
function Plan({ billing }: { billing: Billing }) {
  const texts = useTexts('billing');
  const [search] = useSearchParams();
  const leaving = useLeaving();
  const asked = billingIntervals.find((interval) => interval === search.get('interval'));
  const [interval, setInterval] = useState<BillingInterval>(
    asked ?? billing.subscription?.interval ?? 'month',
  );
  useManageAtOnce(billing.way === 'portal' && search.has('manage'), leaving.manage);
  return (
    <Stack>
      <Returned billing={billing} search={search} />
      <StandingNotice billing={billing} onManage={leaving.manage} />
      {leaving.error ? <ApiError error={leaving.error} /> : null}
      <PlanCard billing={billing} busy={leaving.managing} onManage={leaving.manage} />
      <h2>{texts.plans.list}</h2>
      <IntervalChoice value={interval} onChange={setInterval} />
      <PlanList
        interval={interval}
        current={billing.plan}
        action={(plan) =>
          plan === 'FREE' || plan === billing.plan ? null : (
            <Button
              wide
              look={plan === 'PRO' && billing.way === 'checkout' ? 'primary' : 'quiet'}
              busy={leaving.choosing === plan}
              onClick={() => leaving.choose(plan, interval)}
            >
              {billing.way === 'checkout' ? texts.choose(plan) : texts.changeTo(plan)}
            </Button>
          )
        }
      />
    </Stack>
  );
}

/** Back from the payment page, paid or not; what was paid may take a moment to be known. */
function Returned({ billing, search }: { billing: Billing; search: URLSearchParams }) {
  const texts = useTexts('billing');
  if (search.has('left') && billing.plan === 'FREE') return <Notice tone="info">{texts.left}</Notice>;
  if (!search.has('subscribed')) return null;
  const { plan, subscription } = billing;
  // Later news of the same subscription says more than thanks.
  if (subscription?.status === 'active' && subscription.cancelAt === null)
    return <Notice tone="good">{texts.subscribed(plan)}</Notice>;
  return subscription === null ? <Notice tone="info">{texts.waiting}</Notice> : null;
}

/** A mail's link leads straight on to the portal, once. */
function useManageAtOnce(wanted: boolean, manage: () => void): void {
  const done = useRef(false);
  useEffect(() => {
    if (!wanted || done.current) return;
    done.current = true;
    // Whoever comes back by the browser's button stays here.
    history.replaceState(null, '', paths.settingsBilling());
    manage();
  }, [wanted, manage]);
}

function Body() {
  const mine = trpc.billing.mine.useQuery();
  return (
    <QueryView query={mine} minHeight={640}>
      {(billing) => <Plan billing={billing} />}
    </QueryView>
  );
}

export default function BillingPage() {
  const texts = useTexts('billing');
  return <SettingsFrame title={texts.title}>{() => <Body />}</SettingsFrame>;
}
