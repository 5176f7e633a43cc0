import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attachment } from './disposition.ts';

describe('a name to save under', () => {
  it.each([
    ['film.mp4', `attachment; filename="film.mp4"; filename*=UTF-8''film.mp4`],
    [
      'été à Paris.mov',
      `attachment; filename="_t_ _ Paris.mov"; filename*=UTF-8''%C3%A9t%C3%A9%20%C3%A0%20Paris.mov`,
    ],
    ['a"b\\c.mp4', `attachment; filename="a_b_c.mp4"; filename*=UTF-8''a%22b%5Cc.mp4`],
    ["it's (1)*.mp4", `attachment; filename="it's (1)*.mp4"; filename*=UTF-8''it%27s%20%281%29%2A.mp4`],
    ['100%.mp4', `attachment; filename="100_.mp4"; filename*=UTF-8''100%25.mp4`],
    [
      'a\r\nSet-Cookie: b',
      `attachment; filename="a__Set-Cookie: b"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20b`,
    ],
    ['🎬.webm', `attachment; filename="_.webm"; filename*=UTF-8''%F0%9F%8E%AC.webm`],
  ])('%j', (name, header) => {
    expect(attachment(name)).toBe(header);
  });

  it('never leaves its place in the header, and comes back whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const header = attachment(name);
        const [, encoded] =
          /^attachment; filename="[^"\\%]*"; filename\*=UTF-8''([\w!#$&+.^`|~%-]*)$/.exec(header) ?? [];
        expect(header).toMatch(/^[\x20-\x7e]+$/);
        expect(decodeURIComponent(encoded as string)).toBe(name.toWellFormed());
      }),
    );
  });
});
