import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { migrate } from '@backlot/db';
import { devPage, freePort, listen, startNetwork } from '@backlot/standins';
import { endLeftovers, startGuard } from '../lib/guard.ts';
import { buildWebApp } from '../lib/web-app.ts';
import { openFront } from './address.ts';
import { claimRun } from './claim.ts';
import { environmentFor } from './environment.ts';
import { greeting } from './greeting.ts';
import { startPrograms } from './programs.ts';
import { waitUntilReady } from './ready.ts';
import { seedDemo } from './seed.ts';
import { Stack } from './stack.ts';

export type Running = { greeting: string; stop(): Promise<void> };

type Options = { root: string; dev: boolean; interrupted: AbortSignal; say: (line: string) => void };

/**
 * Starts everything, each thing after what it needs.
 * @throws the first error, after stopping what had started; also when `interrupted` is aborted on the way
 */
export async function startEverything({ root, dev, interrupted, say }: Options): Promise<Running> {
  const dataDir = join(root, '.data');
  const logs = join(dataDir, 'logs');
  const stack = new Stack();
  try {
    await mkdir(logs, { recursive: true });
    const run = await claimRun(dataDir);
    stack.push(run.release);
    const watched = join(dataDir, 'watched.json');
    await endLeftovers(watched);
    const guard = startGuard(watched);
    stack.push(async () => guard.close());

    const apiPort = await freePort();
    const vitePort = dev ? await freePort() : undefined;
    const front = await openFront({ apiPort, vitePort, say });
    stack.push(front.stop);
    const { publicUrl } = front;
    await run.note({ address: publicUrl });

    say('Starting the stand-ins …');
    const network = await startNetwork({
      dataDir,
      publicUrl,
      stripeWebhookUrl: `http://127.0.0.1:${front.port}/api/webhooks/stripe`,
      onSpawn: (pid) => guard.watch(pid, 'process'),
    });
    stack.push(network.stop);
    interrupted.throwIfAborted();

    const [webDist, accounts] = await Promise.all([
      dev ? undefined : buildWebApp(root, () => say('Building the web app …')),
      migrate(network.databaseUrl).then(() => seedDemo(root, network.env)),
    ]);
    const env = environmentFor(network.env, { apiPort, webDist, compiled: join(dataDir, 'compiled') });
    interrupted.throwIfAborted();

    const programs = startPrograms({ root, logs, env, vitePort, guard, say });
    stack.push(async () => {
      await Promise.all(programs.map((program) => program.stop()));
    });
    const page = await listen(devPage({ network, publicUrl, processes: programs }).fetch);
    stack.push(page.stop);
    front.setDevPage(page.port);
    await waitUntilReady(`http://127.0.0.1:${apiPort}/readyz`, programs, interrupted);
    return { greeting: greeting(publicUrl, accounts), stop: () => stack.unwind() };
  } catch (error) {
    await stack.unwind();
    throw error;
  }
}
