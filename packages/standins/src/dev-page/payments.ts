import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Delivery, StripeStandIn } from '../stripe/index.ts';
import { readFields } from './fields.ts';
import { moment } from './format.ts';
import { afterForm, answerPage, type Piece, table } from './layout.ts';
import { SUBSCRIPTION_ACTS, subscriptions } from './subscriptions.ts';

const PATH = '/dev/payments';

/** Test cards of the vendor (https://docs.stripe.com/testing) and what each does. */
const CARDS: [string, string][] = [
  ['4242 4242 4242 4242', 'pays'],
  ['4000 0025 0000 3155', 'asks for 3-D Secure, then pays'],
  ['4000 0000 0000 0002', 'is declined'],
  ['4000 0000 0000 9995', 'has insufficient funds'],
  ['4000 0000 0000 0069', 'has expired'],
  ['4000 0082 6000 3178', 'asks for 3-D Secure, then has insufficient funds'],
  ['4000 0000 0000 0259', 'pays, and is disputed as fraudulent'],
  ['4000 0000 0000 7726', 'pays; a refund succeeds later'],
  ['4000 0000 0000 5126', 'pays; a refund fails later'],
];

/** Checkout sessions and subscriptions, what can be done to each, and how messages to the product are delivered. */
export function paymentsRoutes(stripe: StripeStandIn): Hono {
  const { control } = stripe;
  const app = new Hono();
  app.get('/', (c) => {
    const body = html`${sessions(stripe)}${subscriptions(stripe, PATH)}${deliveryForm(stripe)}${deliveries(control.deliveries())}${cards()}`;
    return answerPage(c, PATH, 'Payments', body);
  });
  app.post('/session', async (c) => {
    const fields = await readFields(c);
    return afterForm(c, PATH, () => {
      const id = fields.text('session');
      const act = ACTS[fields.text('act')];
      if (!act) throw new Error('Unknown act.');
      return act.run(stripe, id) ?? `${act.name}: done.`;
    });
  });
  app.post('/subscription', async (c) => {
    const fields = await readFields(c);
    return afterForm(c, PATH, () => {
      const act = SUBSCRIPTION_ACTS[fields.text('act')];
      if (!act) throw new Error('Unknown act.');
      act.run(control, fields.text('subscription'));
      return `${act.name}: done.`;
    });
  });
  app.post('/delivery', async (c) => {
    const fields = await readFields(c);
    return afterForm(c, PATH, () => {
      control.setDelivery({
        duplicates: fields.count('duplicates'),
        delayMs: fields.count('delayMs'),
        drop: fields.count('drop'),
        reorder: fields.optional('reorder') !== undefined,
        hold: fields.optional('hold') !== undefined,
      });
      return 'It counts for the messages that come now.';
    });
  });
  app.post('/release', (c) => afterForm(c, PATH, () => `${control.release()} let go.`));
  app.post('/resend', async (c) => {
    const fields = await readFields(c);
    return afterForm(c, PATH, () => `${control.resend(fields.text('event')).length} sent once more.`);
  });
  return app;
}

type Act = { name: string; run(stripe: StripeStandIn, id: string): string | undefined };

const pay = (name: string, card: string): Act => ({
  name,
  run: ({ control }, id) =>
    `Paid with ${card}: ${control.pay(id, { card, authentication: 'complete' }).outcome}.`,
});
const act = (name: string, run: (stripe: StripeStandIn, id: string) => unknown): Act => ({
  name,
  run: (stripe, id) => {
    run(stripe, id);
    return undefined;
  },
});

/** What can be done to a session without walking through its page. */
const ACTS: Record<string, Act> = {
  pay: pay('Pay', '4242424242424242'),
  decline: pay('Pay with a card that is declined', '4000000000000002'),
  debit: act('Pay by bank debit', ({ control }, id) => control.pay(id, { debit: 'DE89370400440532013000' })),
  settle: act('Settle the debit', ({ control }, id) => control.settle(id, 'succeeded')),
  fail: act('Let the debit fail', ({ control }, id) => control.settle(id, 'failed')),
  expire: act('Expire', ({ control }, id) => control.expire(id)),
  refund: act('Refund', ({ control }, id) => control.refund(id)),
  dispute: act('Dispute', ({ control }, id) => control.dispute(id)),
};

function sessions({ control }: StripeStandIn): Piece {
  const rows = control
    .sessions()
    .toSorted((a, b) => b.created - a.created)
    .slice(0, 30)
    .map((session) => [
      html`<code title="${session.id}">…${session.id.slice(-8)}</code>`,
      `${((session.amount_total ?? 0) / 100).toFixed(2)} ${(session.currency ?? '').toUpperCase()}`,
      session.customer_email ?? '',
      `${session.status}, ${session.payment_status}`,
      moment(session.created * 1000),
      html`<form method="post" action="${PATH}/session">
        <input type="hidden" name="session" value="${session.id}" />
        <select name="act" aria-label="What to do">${Object.entries(ACTS).map(([key, { name }]) => html`<option value="${key}">${name}</option>`)}</select>
        <button>Do it</button>
      </form>`,
    ]);
  const head = ['Session', 'Amount', 'For', 'State', 'Made', ''];
  return html`<h2>Checkout sessions</h2>${table(head, rows, 'Nobody has gone to pay yet.')}`;
}

function deliveryForm({ control }: StripeStandIn): Piece {
  const { duplicates, delayMs, drop, reorder, hold } = control.delivery();
  const held = control.deliveries({ status: 'held' }).length;
  const check = (name: string, label: string, on: boolean) =>
    html`<label class="check"><input type="checkbox" name="${name}" ${on ? 'checked' : ''} /> ${label}</label>`;
  const number = (name: string, label: string, value: number) =>
    html`<label>${label} <input type="number" name="${name}" min="0" value="${value}" required /></label>`;
  return html`<h2>How messages reach the product</h2>
    <form method="post" action="${PATH}/delivery">
      ${number('duplicates', 'Extra copies', duplicates)} ${number('delayMs', 'Delay (ms)', delayMs)}
      ${number('drop', 'Lose the next', drop)} ${check('reorder', 'In reverse order', reorder)} ${check('hold', 'Hold back', hold)}
      <button>Set</button>
    </form>
    ${held > 0 ? html`<form method="post" action="${PATH}/release"><button>Let go ${held} held</button></form>` : ''}`;
}

function deliveries(all: Delivery[]): Piece {
  const rows = all
    .slice(-40)
    .toReversed()
    .map(({ event, type, status, attempts, copy }) => [
      type,
      html`<span class="${status === 'delivered' ? 'good' : 'bad'}">${status}</span>${copy > 0 ? ' (copy)' : ''}`,
      attempts.map((attempt) => attempt.status ?? attempt.error).join(', '),
      html`<form method="post" action="${PATH}/resend">
        <input type="hidden" name="event" value="${event}" /><button>Send again</button>
      </form>`,
    ]);
  return html`<h2>Messages sent</h2>${table(['Type', 'State', 'Answers', ''], rows, 'None yet.')}`;
}

function cards(): Piece {
  const rows = CARDS.map(([number, what]) => [html`<code>${number}</code>`, what]);
  return html`<h2>Cards to type on the payment page</h2>
    <p class="quiet">Any date to come, any three digits.</p>
    ${table(['Card', 'What it does'], rows, '')}`;
}
