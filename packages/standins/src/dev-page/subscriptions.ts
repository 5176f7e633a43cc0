import { html } from 'hono/html';
import type { Control, StripeStandIn } from '../stripe/index.ts';
import { moment } from './format.ts';
import { type Piece, table } from './layout.ts';

type Act = { name: string; run(control: Control, id: string): unknown };

/** What can be done to a subscription without its portal; some move the payment provider's clock. */
export const SUBSCRIPTION_ACTS: Record<string, Act> = {
  renew: { name: 'Move the clock past its renewal', run: (control, id) => control.renew(id) },
  'fail-renewals': {
    name: 'Let its card be declined from now on',
    run: (control, id) => control.failRenewals(id),
  },
  'set-card': { name: 'Give it a card that pays', run: (control, id) => control.setCard(id) },
  'cancel-later': {
    name: 'Cancel at the end of the period',
    run: (control, id) => control.cancel(id, 'at_period_end'),
  },
  'cancel-now': { name: 'Cancel now', run: (control, id) => control.cancel(id, 'now') },
  pause: { name: 'Pause', run: (control, id) => control.pause(id) },
  resume: { name: 'Resume', run: (control, id) => control.resume(id) },
};

/** Who has subscribed, to what, and how it stands. `path` takes the forms. */
export function subscriptions({ control }: StripeStandIn, path: string): Piece {
  const rows = control
    .subscriptions()
    .toReversed()
    .slice(0, 30)
    .map((subscription) => {
      const item = subscription.items.data[0];
      return [
        html`<code title="${subscription.id}">…${subscription.id.slice(-8)}</code>`,
        item?.price.lookup_key ?? '',
        `${subscription.status}${subscription.cancel_at_period_end ? ', ends with the period' : ''}`,
        moment((item?.current_period_end ?? 0) * 1000),
        html`<form method="post" action="${path}/subscription">
          <input type="hidden" name="subscription" value="${subscription.id}" />
          <select name="act" aria-label="What to do">${Object.entries(SUBSCRIPTION_ACTS).map(([key, { name }]) => html`<option value="${key}">${name}</option>`)}</select>
          <button>Do it</button>
        </form>`,
      ];
    });
  const head = ['Subscription', 'Price', 'State', 'Period ends', ''];
  return html`<h2>Subscriptions</h2>${table(head, rows, 'Nobody has subscribed yet.')}`;
}
