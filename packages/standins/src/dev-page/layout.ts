import { readFileSync } from 'node:fs';
import type { Context } from 'hono';
import { html } from 'hono/html';

/** The one style sheet of the development pages. */
export const STYLE = readFileSync(new URL('./style.css', import.meta.url), 'utf8');

/** A piece of a page, already escaped. */
export type Piece = ReturnType<typeof html> | string;

const PAGES = [
  ['/dev', 'Overview'],
  ['/dev/inbox/', 'Inbox'],
  ['/dev/google', 'Google'],
  ['/dev/payments', 'Payments'],
  ['/dev/storage', 'Storage'],
  ['/dev/videos', 'Videos'],
  ['/dev/jobs', 'Jobs'],
  ['/dev/clock', 'Clock'],
] as const;

/** Links between the pages below `/dev`, and back to the product. */
export function navigation(current: string): Piece {
  return html`<nav aria-label="Development pages">
    ${PAGES.map(([path, name]) =>
      path === current
        ? html`<a href="${path}" aria-current="page">${name}</a>`
        : html`<a href="${path}">${name}</a>`,
    )}
    <a href="/">Product</a>
  </nav>`;
}

/** A whole page. `style` is the address of the style sheet as seen from the page. */
export function page(options: { title: string; style: string; body: Piece; nav?: Piece }): Piece {
  const { title, style, body, nav = '' } = options;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} · development</title>
        <link rel="stylesheet" href="${style}" />
      </head>
      <body>
        ${nav}
        <main>${body}</main>
      </body>
    </html>`;
}

/** Answers with a page below `/dev`; what the last form did, or why it did not, stands on top. */
export function answerPage(
  c: Context,
  path: string,
  title: string,
  body: Piece,
): Response | Promise<Response> {
  const done = c.req.query('done');
  const failed = c.req.query('failed');
  const notice = failed
    ? html`<p class="notice bad" role="alert">${failed}</p>`
    : html`${done ? html`<p class="notice" role="status">${done}</p>` : ''}`;
  const whole = html`<h1>${title}</h1>${notice}${body}`;
  return c.html(page({ title, style: '/dev/style.css', nav: navigation(path), body: whole }));
}

/** Does what a form asked for and goes back to the page, so that a reload does not do it again. */
export async function afterForm(c: Context, path: string, act: () => unknown): Promise<Response> {
  const query = new URLSearchParams();
  try {
    query.set('done', String((await act()) ?? 'Done.'));
  } catch (error) {
    query.set('failed', error instanceof Error ? error.message : String(error));
  }
  return c.redirect(`${path}?${query}`, 303);
}

/** A table that scrolls sideways on a narrow screen; `empty` is said when there are no rows. */
export function table(head: string[], rows: Piece[][], empty: string): Piece {
  if (rows.length === 0) return html`<p class="quiet">${empty}</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${head.join(', ')}">
    <table>
      <thead>
        <tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr>
      </thead>
      <tbody>
        ${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}
      </tbody>
    </table>
  </div>`;
}
