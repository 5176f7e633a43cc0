import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Guard } from './guard.ts';

export type Counts = { passed: number; failed: number };

type Report = {
  testResults: { status: string; assertionResults: { status: string }[] }[];
};

type Options = {
  root: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  guard: Guard;
  interrupted: AbortSignal;
};

const REPORT = join('artifacts', 'test-results.json');

/** Runs vitest once, in a process group of its own, and counts from its JSON report. */
export async function runVitest({ root, args, env, guard, interrupted }: Options): Promise<Counts> {
  await mkdir(join(root, 'artifacts'), { recursive: true });
  await rm(join(root, REPORT), { force: true });
  const child = spawn(
    process.execPath,
    [
      ...[join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run'],
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`, ...args],
    ],
    { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'], detached: true },
  );
  const pid = child.pid;
  if (pid) guard.watch(pid, 'group');
  const end = () => pid && killGroup(pid, 'SIGTERM');
  interrupted.addEventListener('abort', end);
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (exitCode) => resolve(exitCode ?? 1));
  });
  interrupted.removeEventListener('abort', end);
  // What a test started and left behind stands in the same group.
  if (pid) {
    killGroup(pid, 'SIGKILL');
    guard.forget(pid);
  }

  const report = await readFile(join(root, REPORT), 'utf8').catch(() => undefined);
  if (report === undefined) {
    console.error('vitest wrote no report.');
    return { passed: 0, failed: 1 };
  }
  const counts = countResults(JSON.parse(report), args.length === 0);
  if (code !== 0 && counts.failed === 0) {
    console.error('vitest failed outside of the tests (see above).');
    return { ...counts, failed: 1 };
  }
  return counts;
}

/**
 * Every test once; a file that could not be loaded is one failure. A test that was left out is a failure of a whole run, and
 * does not count in one that was asked for a choice of tests.
 */
export function countResults(report: Report, wholeRun: boolean): Counts {
  const counts = { passed: 0, failed: 0 };
  for (const file of report.testResults) {
    const before = counts.failed;
    for (const { status } of file.assertionResults) {
      if (status === 'passed') counts.passed += 1;
      else if (status === 'failed' || wholeRun) counts.failed += 1;
    }
    if (file.status === 'failed' && counts.failed === before) counts.failed += 1;
  }
  return counts;
}

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left in it.
  }
}
