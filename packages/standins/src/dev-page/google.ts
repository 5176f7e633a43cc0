import { Hono } from 'hono';
import { html } from 'hono/html';
import { sentinels } from '../google/accounts.ts';
import type { GoogleStandIn } from '../google.ts';
import { answerPage, table } from './layout.ts';

const PATH = '/dev/google';

/** Who chose to sign in by Google, and which addresses make it fail. */
export function googleRoutes(google: GoogleStandIn): Hono {
  const app = new Hono();
  app.get('/', (c) => {
    const faults = Object.entries(sentinels).map(([name, what]) => [
      html`<code>${name}@…</code>`,
      `The token ${what}.`,
    ]);
    const body = html`<p class="quiet">
        An OpenID provider at <code>${google.url}</code>. <a href="/sign-in">Sign in to the product</a> by Google to see its
        account chooser; there one can be anybody, or deny.
      </p>
      <h2>Let a sign-in fail</h2>
      <p class="quiet">Choose "another account" with one of these before the @.</p>
      ${table(['Address', 'What goes wrong'], faults, '')}
      <h2>Chosen since the start</h2>
      ${table(
        ['Address'],
        google.chosen().map((email) => [email]),
        'Nobody yet.',
      )}`;
    return answerPage(c, PATH, 'Google', body);
  });
  return app;
}
