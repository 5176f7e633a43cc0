import { Hono } from 'hono';
import { html } from 'hono/html';
import { type Piece, page, STYLE } from '../dev-page/layout.ts';
import { linkify } from '../dev-page/linkify.ts';
import type { MessageStore, StoredMail } from './store.ts';

/** A mail is a stranger's page: no scripts, nothing loaded from elsewhere; its links open in the whole window. */
const MAIL_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; img-src data:";
const FRAME_RIGHTS = 'allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation';
export const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

/**
 * The inbox for people and programs. All links are relative, so it works at any place that ends with `/`.
 * JSON: `GET messages?to=…`, `GET messages/:id`. Pages: the list, `view/:id`, `view/:id/body` (the HTML part alone).
 * @param around what stands above and below where these pages are part of others
 */
export function inboxRoutes(store: MessageStore, around: { nav?: Piece; foot?: () => Piece } = {}): Hono {
  const { nav, foot = () => '' } = around;
  const app = new Hono();
  app.get('/messages', (c) => c.json(store.list(c.req.query('to'))));
  app.get('/messages/:id{[0-9]+}', (c) => {
    const mail = store.find(Number(c.req.param('id')));
    return mail ? c.json(mail) : c.json({ error: 'There is no such mail.' }, 404);
  });
  app.get('/style.css', (c) => c.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/', (c) => {
    c.header('content-security-policy', PAGE_POLICY);
    return c.html(
      page({ title: 'Inbox', style: 'style.css', nav, body: html`${list(store.list())}${foot()}` }),
    );
  });
  app.get('/view/:id{[0-9]+}', (c) => {
    const mail = store.find(Number(c.req.param('id')));
    if (!mail) return c.text('There is no such mail.', 404);
    c.header('content-security-policy', PAGE_POLICY);
    return c.html(page({ title: mail.subject, style: '../style.css', nav, body: one(mail) }));
  });
  app.get('/view/:id{[0-9]+}/body', (c) => {
    const mail = store.find(Number(c.req.param('id')));
    if (!mail) return c.text('There is no such mail.', 404);
    c.header('content-security-policy', MAIL_POLICY);
    return c.html(`<base target="_top">${mail.html}`);
  });
  return app;
}

function list(mails: StoredMail[]) {
  if (mails.length === 0)
    return html`<h1>Inbox</h1><p class="quiet">No mail yet. Whatever the product sends arrives here.</p>`;
  return html`<h1>Inbox</h1>
    <ul class="rows">
      ${mails.map(
        (mail) => html`<li>
          <a href="view/${mail.id}">${mail.subject || '(no subject)'}</a>
          <span class="quiet">to ${mail.to.join(', ')} · <time>${mail.receivedAt.replace('T', ' ').slice(0, 19)}</time></span>
        </li>`,
      )}
    </ul>`;
}

function one(mail: StoredMail) {
  const frame = html`<iframe title="The mail as a reader shows it" src="${mail.id}/body" sandbox="${FRAME_RIGHTS}"></iframe>`;
  return html`<p><a href="../">← Inbox</a></p>
    <h1>${mail.subject || '(no subject)'}</h1>
    <dl>
      <dt>From</dt><dd>${mail.from}</dd>
      <dt>To</dt><dd>${mail.to.join(', ')}</dd>
      <dt>Received</dt><dd>${mail.receivedAt}</dd>
      <dt>Message id</dt><dd><code>${mail.messageId}</code></dd>
    </dl>
    <div class="pair">
      <section><h2>HTML</h2>${mail.html ? frame : html`<p class="quiet">This mail has no HTML part.</p>`}</section>
      <section><h2>Text</h2><pre>${linkify(mail.text)}</pre></section>
    </div>`;
}
