import { plans } from '@backlot/core';
import { useFormats, useTexts } from '../../i18n/texts.tsx';
import type { RouterOutputs } from '../../trpc.ts';
import { Button } from '../../ui/button.tsx';
import { Card, Facts } from '../../ui/card.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Status, type StatusTone } from '../../ui/status.tsx';

export type Billing = RouterOutputs['billing']['mine'];
type Subscription = NonNullable<Billing['subscription']>;

/** What wants to be known or done about the subscription, or nothing. */
export function StandingNotice({ billing, onManage }: { billing: Billing; onManage(): void }) {
  const texts = useTexts('billing');
  const formats = useFormats();
  const { subscription } = billing;
  const plan = subscription?.plan ?? billing.plan;
  const button = (label: string) => (
    <Button size="small" onClick={onManage}>
      {label}
    </Button>
  );
  if (subscription === null) return null;
  switch (subscription.status) {
    case 'past_due':
    case 'unpaid':
    case 'incomplete':
      return (
        <Notice tone="warning" title={texts.owed.title} action={button(texts.owed.action)}>
          {billing.plan !== 'FREE' && subscription.keptUntil
            ? texts.owed.text(plan, formats.date(subscription.keptUntil))
            : texts.owed.over(plan)}
        </Notice>
      );
    case 'paused':
      return (
        <Notice tone="info" title={texts.paused.title(plan)} action={button(texts.paused.action)}>
          {texts.paused.text}
        </Notice>
      );
    case 'canceled':
      return <Notice tone="info">{texts.ended(plan)}</Notice>;
    default:
      if (subscription.cancelAt === null) return null;
      return (
        <Notice
          tone="info"
          title={texts.ending.title(plan, formats.date(subscription.cancelAt))}
          action={button(texts.ending.action)}
        >
          {texts.ending.text}
        </Notice>
      );
  }
}

const tones: Record<Subscription['status'], StatusTone> = {
  active: 'good',
  trialing: 'good',
  past_due: 'bad',
  unpaid: 'bad',
  incomplete: 'bad',
  canceled: 'calm',
  incomplete_expired: 'calm',
  paused: 'waiting',
  unknown: 'waiting',
};

/** The plan in force and what it hangs on. */
export function PlanCard(props: { billing: Billing; busy: boolean; onManage(): void }) {
  const texts = useTexts('billing');
  const { plan, subscription, way } = props.billing;
  const facts = useFacts(subscription);
  return (
    <Card aria-label={texts.yourPlan}>
      <div>
        <p>{texts.yourPlan}</p>
        <h2>{plan}</h2>
      </div>
      <Facts
        facts={[
          {
            name: texts.state,
            value: (
              <Status tone={subscription ? tones[subscription.status] : 'calm'}>
                {texts.states[subscription?.status ?? 'none']}
              </Status>
            ),
          },
          ...facts,
        ]}
      />
      {subscription === null ? null : (
        <>
          <p>{texts.manageText}</p>
          <div>
            <Button look={way === 'portal' ? 'primary' : 'quiet'} busy={props.busy} onClick={props.onManage}>
              {way === 'portal' ? texts.manage : texts.invoices}
            </Button>
          </div>
        </>
      )}
    </Card>
  );
}

function useFacts(subscription: Subscription | null) {
  const texts = useTexts('billing');
  const formats = useFormats();
  if (subscription === null || subscription.plan === null || subscription.interval === null) return [];
  const { plan, interval, status, periodEnd, cancelAt, endedAt } = subscription;
  const { amountMinor, currency } = plans[plan].price[interval];
  const price = {
    name: texts.price,
    value: `${plan}, ${formats.money(amountMinor, currency)} ${texts.each[interval]}`,
  };
  const moment = (name: string, at: Date | string | null) =>
    at === null ? [] : [{ name, value: formats.date(at) }];
  if (endedAt !== null) return [price, ...moment(texts.ends, endedAt)];
  if (cancelAt !== null) return [price, ...moment(texts.ends, cancelAt)];
  if (status === 'paused') return [price, ...moment(texts.paidUntil, periodEnd)];
  return [price, ...moment(texts.renews, periodEnd)];
}
