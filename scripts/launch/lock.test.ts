import { existsSync } from 'node:fs';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withLock } from './lock.mjs';

let folder: string;
let path: string;
beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  folder = await mkdtemp(join(tmpdir(), 'backlot-lock-'));
  path = join(folder, 'install.lock');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

test('many at once go one after the other, and the lock is gone afterwards', async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await sleep(5);
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 5 }, () => withLock(path, work)));
  expect(most).toBe(1);
  expect(existsSync(path)).toBe(false);
});

test('a failure lets the next one in', async () => {
  await expect(withLock(path, () => Promise.reject(new Error('no space')))).rejects.toThrow('no space');
  expect(await withLock(path, async () => 'in')).toBe('in');
});

test.each([
  ['of a process that is gone', '999999999 1 0.5', 0],
  ['that stopped beating, whoever has the number now', `${process.pid} 1 0.5`, 60],
  ['never written to', '', 5],
])('a lock %s is taken over', async (_what, content, ageSeconds) => {
  await writeFile(path, content);
  const then = new Date(Date.now() - ageSeconds * 1000);
  await utimes(path, then, then);
  expect(await withLock(path, async () => 'in')).toBe('in');
});

test('a lock that beats is waited for', async () => {
  await writeFile(path, `${process.pid} 1 0.5`);
  let entered = false;
  const waiting = withLock(path, async () => {
    entered = true;
  });
  await sleep(700);
  expect(entered).toBe(false);
  await rm(path);
  await waiting;
  expect(entered).toBe(true);
});
