import { setTimeout as sleep } from 'node:timers/promises';
import type { Supervised } from './supervise.ts';

const PATIENCE_MS = 90_000;
const PAUSE_MS = 100;

/**
 * Waits until the address answers 200.
 * @throws Error when one of the programs will not come up, with the end of its log, or when nothing answers for long
 */
export async function waitUntilReady(
  url: string,
  programs: Supervised[],
  interrupted: AbortSignal,
): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    interrupted.throwIfAborted();
    if (await answers(url)) return;
    for (const program of programs) {
      const why = await program.hopeless();
      if (why) throw new Error(why);
    }
    await sleep(PAUSE_MS);
  }
  throw new Error(`Nothing was ready after ${PATIENCE_MS / 1000} seconds. See the logs in .data/logs.`);
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}
