import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processIdentity } from '@backlot/standins';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimRun } from './claim.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backlot-claim-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('another run that lives is named with its address', async () => {
  const other = spawn('sleep', ['60']);
  const run = { process: processIdentity(other.pid as number), address: 'http://localhost:4400' };
  await writeFile(join(folder, 'run.json'), JSON.stringify(run));
  await expect(claimRun(folder)).rejects.toThrow(
    `Backlot is already running here at http://localhost:4400 (process ${other.pid}).`,
  );
  other.kill();
});

test.each([
  ['a run whose process is gone', JSON.stringify({ process: '999999999 1' })],
  ['a run whose number another process has now', JSON.stringify({ process: `${process.pid} 1` })],
  ['a half-written note', '{"process":'],
])('%s is taken over', async (_what, note) => {
  await writeFile(join(folder, 'run.json'), note);
  const run = await claimRun(folder);
  await run.note({ address: 'http://localhost:4401' });
  await expect(claimRun(folder)).rejects.toThrow('http://localhost:4401');
  await run.release();
  await (await claimRun(folder)).release();
});
