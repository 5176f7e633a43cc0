import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Store } from './store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stripe-store-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a record, its change and its removal outlive the process', () => {
  const first = new Store(folder);
  first.put('setting', { id: 'a', value: 1 });
  first.put('setting', { id: 'b', value: 2 });
  first.put('setting', { id: 'c', value: 3 });
  first.patch('setting', 'a', { value: 9 });
  first.remove('setting', 'b');
  first.flush();
  const second = new Store(folder);
  expect(second.all('setting')).toEqual([
    { id: 'a', value: 9 },
    { id: 'c', value: 3 },
  ]);
});

test('a turn is written by itself at its end', async () => {
  new Store(folder).put('setting', { id: 'a', value: 1 });
  await Promise.resolve();
  expect(new Store(folder).get('setting', 'a')).toEqual({ id: 'a', value: 1 });
});

test('a line cut off by a crash is left out, and the journal is compacted', () => {
  const first = new Store(folder);
  for (let value = 0; value < 50; value += 1) first.put('setting', { id: 'a', value });
  first.flush();
  const path = join(folder, 'stripe.jsonl');
  appendFileSync(path, '{"kind":"setting","id":"b","val');
  const second = new Store(folder);
  expect(second.all('setting')).toEqual([{ id: 'a', value: 49 }]);
  expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(1);
});

test('to change what is not there is an error', () => {
  expect(() => new Store().patch('setting', 'a', { value: 1 })).toThrow(/no setting a/);
});
