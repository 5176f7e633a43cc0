import { expect, it } from 'vitest';
import { escapeXml, parseXml } from './xml.ts';

const partOf = (etag: string) =>
  parseXml(`<Complete><Part><ETag>${etag}</ETag></Part></Complete>`, 'Complete').Part;

it.each(['"9a"', '&quot;9a&quot;', '&#34;9a&#34;', '&#x22;9a&#x22;'])(
  'reads an entity tag however its quotation marks are written: %s',
  (written) => {
    expect(partOf(written)).toEqual([{ ETag: '"9a"' }]);
  },
);

it('reads every part of a long list', () => {
  const parts = '<Part><ETag>&#34;9a&#34;</ETag></Part>'.repeat(10_000);
  const read = parseXml(`<Complete>${parts}</Complete>`, 'Complete').Part;
  expect(read).toEqual(Array(10_000).fill({ ETag: '"9a"' }));
});

it('reads what it wrote, and reads nothing twice', () => {
  for (const text of ['a<b>&"c"', '&amp;#34;']) expect(partOf(escapeXml(text))).toEqual([{ ETag: text }]);
});
