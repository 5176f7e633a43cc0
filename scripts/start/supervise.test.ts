import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '@backlot/standins';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Guard, startGuard } from '../lib/guard.ts';
import { supervise } from './supervise.ts';

let folder: string;
let guard: Guard;
let said: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backlot-supervise-'));
  guard = startGuard();
  said = [];
});
afterEach(async () => {
  guard.close();
  await rm(folder, { recursive: true, force: true });
});

async function run(program: string) {
  const script = join(folder, 'program.mjs');
  await writeFile(script, program);
  const log = join(folder, 'program.log');
  const say = (line: string) => said.push(line);
  const running = supervise({
    name: 'api',
    args: [script],
    cwd: folder,
    env: { ...process.env },
    log,
    guard,
    say,
  });
  return { running, log };
}

async function until<T>(find: () => Promise<T | undefined>): Promise<T> {
  for (let i = 0; i < 400; i += 1) {
    const found = await find();
    if (found !== undefined) return found;
    await sleep(25);
  }
  throw new Error('It did not come to pass.');
}

const pids = async (log: string) =>
  [...(await readFile(log, 'utf8').catch(() => '')).matchAll(/pid (\d+)/g)].map((match) => Number(match[1]));

test('a program that dies is started again, and stopped with all that it started', async () => {
  const { running, log } = await run(`
    import { spawn } from 'node:child_process';
    const child = spawn('sleep', ['60']);
    console.log('pid ' + process.pid + '\\npid ' + child.pid);
    process.on('SIGTERM', () => process.exit(0));
    setInterval(() => {}, 1000);`);
  await until(async () => ((await pids(log)).length === 2 ? pids(log) : undefined));
  running.kill();
  const four = await until(async () => ((await pids(log)).length === 4 ? pids(log) : undefined));
  expect(said).toEqual(['The api ended (signal SIGKILL). It is started again.']);

  await running.stop();
  await until(async () => (four.some(isAlive) ? undefined : true));
  expect(await running.hopeless()).toBeUndefined();
});

test('one that will not come up is hopeless, with the end of what it said', async () => {
  const { running } = await run(`console.log('no database'); process.exit(3);`);
  const why = await until(running.hopeless);
  expect(why).toContain('The api ended (code 3).');
  expect(why).toContain('no database');
  await running.stop();
});

test('a wrong configuration is not tried again', async () => {
  const { running, log } = await run(`console.log('configuration: S3_BUCKET is missing'); process.exit(78);`);
  expect(await until(running.hopeless)).toContain('S3_BUCKET is missing');
  expect((await readFile(log, 'utf8')).match(/configuration/g)).toHaveLength(1);
  await running.stop();
});
