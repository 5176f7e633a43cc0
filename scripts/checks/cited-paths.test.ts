import { expect, test } from 'vitest';
import { missingPaths, withFolders } from './cited-paths.ts';

const known = withFolders([
  'README.md',
  'apps/api/src/main.ts',
  'docs/a.md',
  'docs/b.md',
  'docs/picture.png',
]);
const missing = (text: string, document = 'README.md') => missingPaths(document, text, known);

test('what is there passes: files, folders, lines, lists in braces, links from where the document stands', () => {
  const text =
    'See `apps/api/src/main.ts`, `apps/api/`, `docs/{a,b}.md`, `apps/api/src/main.ts:12` and [a](docs/a.md).';
  expect(missing(text)).toEqual([]);
  expect(missing('![picture](./picture.png) and [up](../README.md)', 'docs/a.md')).toEqual([]);
});

test('what is gone is said with its line', () => {
  expect(missing('one\n`apps/api/src/gone.ts`')).toEqual([
    'README.md:2 names apps/api/src/gone.ts, which is not there',
  ]);
  expect(missing('`docs/{a,c}.md`')).toEqual(['README.md:1 names docs/c.md, which is not there']);
  expect(missing('[a](docs/c.md)')).toHaveLength(1);
});

test('placeholders, commands, addresses, code blocks and made folders are not promises', () => {
  const text =
    '`packages/<room>/src`, `docs/decisions/NNN-title.md`, `npm start`, [x](https://example.org/docs/c.md)';
  expect(missing(text)).toEqual([]);
  expect(missing('```\n`apps/gone.ts`\n```')).toEqual([]);
  expect(missing('`apps/web/dist` and `.data/secrets.json`')).toEqual([]);
});
