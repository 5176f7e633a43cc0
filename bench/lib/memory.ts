import { readdirSync, readFileSync } from 'node:fs';
import { memoryMib } from './machine.ts';

const sampleEveryMs = 200;

/** Sets of processes by name, asked for anew at each look because a browser starts and ends its own. */
type Watched = Record<string, () => number[]>;

export type Memory = Record<string, { beforeMib: number; peakMib: number; growthMib: number }>;

/**
 * Watches how much memory sets of processes hold. Of a browser's processes, what they share counts once.
 * @returns a function that ends it and answers
 */
export function watchMemory(watched: Watched): () => Memory {
  const before = look(watched);
  const peak = { ...before };
  const timer = setInterval(() => {
    for (const [name, mib] of Object.entries(look(watched))) peak[name] = Math.max(peak[name] ?? 0, mib);
  }, sampleEveryMs);
  return () => {
    clearInterval(timer);
    return Object.fromEntries(
      Object.entries(peak).map(([name, mib]) => {
        const beforeMib = Math.round(before[name] ?? 0);
        return [name, { beforeMib, peakMib: Math.round(mib), growthMib: Math.round(mib) - beforeMib }];
      }),
    );
  };
}

function look(watched: Watched): Record<string, number> {
  return Object.fromEntries(
    Object.entries(watched).map(([name, pids]) => [name, pids().reduce((sum, pid) => sum + held(pid), 0)]),
  );
}

function held(pid: number): number {
  try {
    const kb = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return kb ? Number(kb) / 1_024 : memoryMib(pid);
  } catch {
    // It has ended.
    return 0;
  }
}

/** The processes of the browser on this profile; with `type` those of one kind, such as `renderer`. */
export function browserProcesses(profile: string, type?: string): number[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), command: commandOf(name) }));
  return all
    .filter(({ command }) => command.includes(profile))
    .filter(({ command }) => type === undefined || command.includes(`--type=${type}`))
    .map(({ pid }) => pid);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}
