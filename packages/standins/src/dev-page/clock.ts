import { Hono } from 'hono';
import { html } from 'hono/html';
import type { StripeStandIn } from '../stripe/index.ts';
import { readFields } from './fields.ts';
import { moment } from './format.ts';
import { afterForm, answerPage } from './layout.ts';

const PATH = '/dev/clock';
const STEPS: [string, number][] = [
  ['10 minutes', 600],
  ['1 hour', 3_600],
  ['1 day', 86_400],
  ['30 days', 30 * 86_400],
];

/** The payment provider's clock, which can be moved on: sessions expire, debits settle. */
export function clockRoutes(stripe: StripeStandIn): Hono {
  const app = new Hono();
  app.get('/', (c) => {
    const body = html`<p class="quiet">
        The payment provider lives by this clock: moved on, it expires sessions, settles debits, renews subscriptions and tries again to collect. The product's own clock is the machine's.
      </p>
      <p>It is <strong>${moment(stripe.control.now() * 1000)}</strong> UTC there.</p>
      <form method="post" action="${PATH}/advance">
        <label>Move on by <select name="seconds">${STEPS.map(([name, seconds]) => html`<option value="${seconds}">${name}</option>`)}</select></label>
        <button>Move the clock</button>
      </form>`;
    return answerPage(c, PATH, 'Clock', body);
  });
  app.post('/advance', async (c) => {
    const fields = await readFields(c);
    return afterForm(
      c,
      PATH,
      () => `It is now ${moment(stripe.control.advance(fields.count('seconds')) * 1000)} UTC.`,
    );
  });
  return app;
}
