import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, processIdentity } from '@backlot/standins';
import { expect, test } from 'vitest';
import { endLeftovers } from './guard.ts';
import { writeNote } from './watched.ts';

/** A process that watches two others by a guard, and says the three numbers. */
const PROGRAM = `
  import { spawn } from 'node:child_process';
  import { startGuard } from ${JSON.stringify(import.meta.resolve('./guard.ts'))};
  const guard = startGuard();
  const group = spawn('sh', ['-c', 'sleep 60 & wait'], { detached: true });
  const single = spawn('sleep', ['60'], { detached: true });
  const ended = spawn('sleep', ['60'], { detached: true });
  guard.watch(group.pid, 'group');
  guard.watch(single.pid, 'process');
  guard.watch(ended.pid, 'process');
  guard.forget(ended.pid);
  setTimeout(() => console.log([group.pid, single.pid, ended.pid].join(' ')), 300);
  setInterval(() => {}, 1000);`;

test('when a process is killed the hard way, what it had watched is ended, and nothing else', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve) =>
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())),
  );
  const [group, single, forgotten] = line.split(' ').map(Number) as [number, number, number];
  expect([group, single, forgotten].map(isAlive)).toEqual([true, true, true]);

  child.kill('SIGKILL');
  for (let i = 0; i < 200 && (isAlive(group) || isAlive(single)); i += 1) await sleep(25);
  expect([group, single, forgotten].map(isAlive)).toEqual([false, false, true]);
  process.kill(forgotten, 'SIGKILL');
});

test('what a run left behind together with its guard is ended by its note, unless the number is another process by now', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'backlot-guard-'));
  const note = join(folder, 'watched.json');
  const left = spawn('sleep', ['60'], { detached: true });
  const other = spawn('sleep', ['60'], { detached: true });
  const [pid, otherPid] = [left.pid as number, other.pid as number];
  writeNote(note, [
    { kind: 'group', process: processIdentity(pid) },
    { kind: 'group', process: `${otherPid} 1` },
  ]);
  await endLeftovers(note);
  expect([pid, otherPid].map(isAlive)).toEqual([false, true]);
  other.kill();
  await endLeftovers(join(folder, 'none.json'));
  await rm(folder, { recursive: true });
});
