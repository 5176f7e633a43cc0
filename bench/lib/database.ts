import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Postgres, startPostgres } from '@backlot/standins';
import { forgetProcess, watchProcess } from './guard.ts';

/** A Postgres of the benchmark's own that forces every commit to disk, as in production. Gone with all data after `stop`. */
export async function durablePostgres(): Promise<Postgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'backlot-bench-'));
  const postgres = await startPostgres({ dataDir, durable: true, keep: false, onSpawn: watchProcess });
  return {
    ...postgres,
    async stop() {
      await postgres.stop();
      forgetProcess(postgres.pid);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
