import { readdir } from 'node:fs/promises';
import { errorCatalogue } from '@backlot/core';
import { describe, expect, it } from 'vitest';

const folder = (language: string) => new URL(`./${language}/`, import.meta.url);
const files = (await readdir(folder('en'))).sort();

async function texts(language: string, file: string): Promise<unknown> {
  return (await import(new URL(file, folder(language)).href)).default;
}

/** Every text with the way to it; a function counts as a text with holes. */
function leaves(value: unknown, path: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

it('has the same parts in both languages', async () => {
  expect((await readdir(folder('fr'))).sort()).toEqual(files);
});

describe.each(files)('%s', (file) => {
  it('says the same things in both languages, and nothing is empty', async () => {
    const [en, fr] = await Promise.all([texts('en', file), texts('fr', file)]);
    const kinds = (value: unknown) => leaves(value, '').map(([path, text]) => `${path} ${typeof text}`);
    expect(kinds(fr).sort()).toEqual(kinds(en).sort());
    for (const [path, text] of [...leaves(en, ''), ...leaves(fr, '')]) {
      if (typeof text === 'string') expect(text.trim(), path).not.toBe('');
    }
  });

  it('sets French as French is set: no breaking space before ; : ! ? and inside « »', async () => {
    for (const [path, text] of leaves(await texts('fr', file), '')) {
      // A text with holes is read with something in them, of one and of several.
      const said = typeof text === 'function' ? [text(1, 1, 1, 1), text(2, 2, 2, 2)] : [text];
      for (const words of said) expect(String(words), path).not.toMatch(/ [;:!?»]|« /);
    }
  });

  it('speaks to grown-up people', async () => {
    for (const language of ['en', 'fr']) {
      for (const [path, text] of leaves(await texts(language, file), '')) {
        expect(String(text), path).not.toMatch(/\b(oops|whoops|uh-oh|oups)\b/i);
      }
    }
  });
});

it('has words for every error of the api', async () => {
  for (const language of ['en', 'fr']) {
    const words = Object.keys((await texts(language, 'errors.ts')) as object);
    expect(words.sort()).toEqual(
      [...Object.keys(errorCatalogue), 'UNREACHABLE', 'RATE_LIMITED_FOR', 'QUOTA_EXCEEDED_WAY'].sort(),
    );
  }
});
