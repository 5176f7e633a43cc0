import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { processIdentity } from '@backlot/standins';
import { end, readNote, type Watched, writeNote } from './watched.ts';

export type Guard = {
  /** A process to end when this one is gone; with `group`, all that it started in its own process group as well. */
  watch(pid: number, kind: Watched['kind']): void;
  /** A process that ended in the ordinary way. */
  forget(pid: number): void;
  /** Ends the guard, and with it whatever is still watched. */
  close(): void;
};

/**
 * A small process beside this one that ends our children when this one is killed: its input closes then, whatever killed us.
 * It stands in its own process group, so that a Ctrl-C in the terminal does not reach it.
 * @param note a file that holds what is watched, for `endLeftovers` of the next run, should the guard be killed as well
 */
export function startGuard(note?: string): Guard {
  const child = spawn(process.execPath, [fileURLToPath(new URL('guard-process.ts', import.meta.url))], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.stdin.on('error', () => {});
  child.unref();
  const watched = new Map<number, Watched>();
  const tell = () => {
    child.stdin.write(`${JSON.stringify([...watched.values()])}\n`);
    if (note) writeNote(note, [...watched.values()]);
  };
  return {
    watch(pid, kind) {
      watched.set(pid, { kind, process: processIdentity(pid) });
      tell();
    },
    forget(pid) {
      watched.delete(pid);
      tell();
    },
    close: () => child.stdin.end(),
  };
}

/** Ends what a run left behind that was killed together with its guard. */
export async function endLeftovers(note: string): Promise<void> {
  await end(readNote(note));
}
