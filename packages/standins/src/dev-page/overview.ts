import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Everything } from '../s3/index.ts';
import type { DevPageOptions, DevProcess } from './app.ts';
import { askControl } from './control-client.ts';
import { readFields } from './fields.ts';
import { bytes, moment } from './format.ts';
import { afterForm, answerPage, type Piece } from './layout.ts';

const PATH = '/dev';

type Options = { network: DevPageOptions['network']; processes: DevProcess[] };

/** What runs here, one card each. */
export function overviewRoutes({ network, processes }: Options): Hono {
  const { s3, stripe, mail, google, videos } = network;
  const app = new Hono();
  app.get('/', async (c) => {
    const stored = Object.values(await askControl<Record<string, Everything>>(s3.url, 'GET', '/everything'));
    const objects = stored.flatMap((bucket) => bucket.objects);
    const sizeBytes = objects.reduce((sum, object) => sum + object.sizeBytes, 0);
    const uploads = stored.flatMap((bucket) => bucket.uploads);
    const mails = mail.messages();
    const sessions = stripe.control.sessions();
    const body = html`<p class="quiet">
        The outside world of this machine: servers that speak the vendors' own wire, so the product runs here as it does in production.
      </p>
      <div class="cards">
        ${card('Inbox', '/dev/inbox/', `${count(mails.length, 'mail')}${mails[0] ? `, the last to ${mails[0].to.join(', ')}` : ''}.`)}
        ${card('Payments', '/dev/payments', `${count(sessions.length, 'checkout session')}, ${count(sessions.filter(({ payment_status }) => payment_status === 'paid').length, 'payment')}.`)}
        ${card('Google', '/dev/google', `${count(google.chosen().length, 'account')} chosen since the start.`)}
        ${card('Storage', '/dev/storage', `${count(objects.length, 'object')} (${bytes(sizeBytes)}), ${count(uploads.length, 'open upload')}.`)}
        ${card('Videos', '/dev/videos', `${count(videos.control.jobs().length, 'video')} asked for.`)}
        ${card('Jobs', '/dev/jobs', 'The queue in the database.')}
        ${card('Clock', '/dev/clock', `${moment(stripe.control.now() * 1000)} UTC at the payment provider.`)}
        ${processes.map(processCard)}
      </div>`;
    return answerPage(c, PATH, 'Development', body);
  });
  app.post('/kill', async (c) => {
    const fields = await readFields(c);
    return afterForm(c, PATH, () => {
      const found = processes.find(({ name }) => name === fields.text('process'));
      if (!found) throw new Error('There is no such process.');
      found.kill();
      return `${found.name} was killed; it is started again.`;
    });
  });
  return app;
}

function card(name: string, path: string, text: string): Piece {
  return html`<section class="card"><h2><a href="${path}">${name}</a></h2><p>${text}</p></section>`;
}

function processCard({ name, state }: DevProcess): Piece {
  return html`<section class="card">
    <h2>${name}</h2>
    <p>${state()}</p>
    <form method="post" action="/dev/kill"><input type="hidden" name="process" value="${name}" /><button>Kill it</button></form>
  </section>`;
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
