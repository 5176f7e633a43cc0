/** The other side of guard.ts: is told what to watch, a list a line, and when its input closes ends what still runs. */
import { createInterface } from 'node:readline';
import { end, type Watched } from './watched.ts';

let watched: Watched[] = [];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
for await (const line of createInterface({ input: process.stdin })) watched = JSON.parse(line);
await end(watched);
