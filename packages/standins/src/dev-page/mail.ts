import { Hono } from 'hono';
import { html } from 'hono/html';
import { parseMailFault } from '../mail/faults.ts';
import type { MailStandIn } from '../mail.ts';
import { readFields } from './fields.ts';
import { afterForm, type Piece } from './layout.ts';

const PATH = '/dev/inbox/';

/** Forms that make the mail server refuse. */
export function mailForms(mail: MailStandIn): Piece {
  const standing = mail.faults.state();
  return html`<h2>Let mails fail</h2>
    <p class="quiet">
      Mails to <code>bounce@…</code> are always refused for good, mails to <code>later@…</code> for now.
    </p>
    <form method="post" action="/dev/mail/faults">
      <label>The next <input type="number" name="times" min="1" value="1" required /></label>
      <label>are <select name="kind"><option value="later">put off (451)</option><option value="refuse">refused (550)</option></select></label>
      <button>Let them fail</button>
    </form>
    ${
      standing.length > 0
        ? html`<p>${standing.map(({ kind, times }) => `${times} × ${kind}`).join(', ')} to come.</p>
            <form method="post" action="/dev/mail/clear"><button>Let all pass again</button></form>`
        : ''
    }`;
}

export function mailRoutes(mail: MailStandIn): Hono {
  const app = new Hono();
  app.post('/faults', async (c) => {
    const fields = await readFields(c);
    return afterForm(c, PATH, () => {
      const fault = parseMailFault({ kind: fields.text('kind'), times: fields.count('times') });
      if (!fault) throw new Error('This is not a fault that can be provoked.');
      mail.faults.provoke(fault);
    });
  });
  app.post('/clear', (c) => afterForm(c, PATH, () => mail.faults.clear()));
  return app;
}
