import { html } from 'hono/html';

const ADDRESS = /https?:\/\/[^\s<>"']+/g;

/** Text with its web addresses as links, everything escaped. */
export function linkify(text: string) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    pieces.push(text.slice(end, match.index), html`<a href="${match[0]}">${match[0]}</a>`);
    end = match.index + match[0].length;
  }
  return html`${[...pieces, text.slice(end)]}`;
}
