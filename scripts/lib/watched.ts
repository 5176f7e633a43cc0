import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, processIdentity } from '../../packages/standins/src/processes.ts';

/** A process that somebody else has to end, by number and start time. */
export type Watched = { process: string; kind: 'group' | 'process' };

const PATIENCE_MS = 5_000;

/** Ends our own programs first, while the database they use still answers; then the rest (SIGINT is Postgres' fast shutdown). */
export async function end(watched: Watched[]): Promise<void> {
  const of = (kind: Watched['kind']) => watched.filter((one) => one.kind === kind);
  await Promise.all(of('group').map((one) => endOne(one, 'SIGTERM')));
  await Promise.all(of('process').map((one) => endOne(one, 'SIGINT')));
}

async function endOne({ process: identity, kind }: Watched, gently: NodeJS.Signals): Promise<void> {
  const pid = Number.parseInt(identity, 10);
  if (!isAlive(pid) || processIdentity(pid) !== identity) return;
  send(pid, kind, gently);
  for (let waited = 0; waited < PATIENCE_MS && isAlive(pid); waited += 50) await sleep(50);
  // A group may outlive its first process, so it is always swept.
  if (kind === 'group' || isAlive(pid)) send(pid, kind, 'SIGKILL');
}

function send(pid: number, kind: Watched['kind'], signal: NodeJS.Signals): void {
  try {
    process.kill(kind === 'group' ? -pid : pid, signal);
  } catch {
    // It ended by itself meanwhile.
  }
}

export function readNote(path: string): Watched[] {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return [];
  }
}

export function writeNote(path: string, watched: Watched[]): void {
  writeFileSync(`${path}.new`, JSON.stringify(watched));
  renameSync(`${path}.new`, path);
}
