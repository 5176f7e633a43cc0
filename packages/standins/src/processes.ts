import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether a process with this number runs, whoever owns it. One that has ended and waits to be reaped does not. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat[stat.lastIndexOf(')') + 2] !== 'Z';
  } catch {
    return true;
  }
}

/** The number with the time it started: numbers are used again, the pair is not. */
export function processIdentity(pid: number): string {
  // Fields are counted after the name in brackets, which may itself hold spaces; the 22nd is the start time in ticks.
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  const started = stat ? stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] : ps(pid, 'lstart=');
  return `${pid} ${started}`;
}

/** The command line of a process; empty when it cannot be told. */
export function commandOf(pid: number): string {
  const raw = readOrEmpty(`/proc/${pid}/cmdline`);
  return raw ? raw.replaceAll('\0', ' ').trim() : ps(pid, 'command=');
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Elsewhere than on Linux there is no /proc. */
function ps(pid: number, column: string): string {
  return spawnSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
}
