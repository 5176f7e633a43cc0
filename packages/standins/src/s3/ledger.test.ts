import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Ledger } from './ledger.ts';
import { folderForTest } from './testing.ts';

const write = {
  startedAt: '2026-01-02T03:04:05.000Z',
  at: '2026-01-02T03:04:06.000Z',
  method: 'PUT',
  operation: 'PutObject',
  bucket: 'films',
  key: 'a\nb',
  bytes: 4,
  outcome: 'done',
} as const;

test('entries are numbered on over restarts, and a line that was cut off by a crash is none', () => {
  const dataDir = folderForTest();
  const first = new Ledger(dataDir);
  first.add(write);
  first.add({ ...write, key: 'c' });
  appendFileSync(join(dataDir, 'ledger.jsonl'), '{"seq":3,"key":"hal');
  const second = new Ledger(dataDir);
  second.add({ ...write, key: 'd' });
  const expected = [
    { seq: 1, ...write },
    { seq: 2, ...write, key: 'c' },
    { seq: 3, ...write, key: 'd' },
  ];
  expect(second.entries()).toEqual(expected);
  expect(new Ledger(dataDir).entries()).toEqual(expected);
});
