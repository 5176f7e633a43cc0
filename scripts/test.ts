/**
 * `npm test`: the checks of the house, then every test on a real Postgres and in a real browser. The last line is always
 * `N passed, N failed`. Arguments go to vitest (`npm test -- e2e/tray`); the checks are left out then.
 */
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '@backlot/standins';
import { allChecks, runChecks } from './checks/all.ts';
import { findOrInstallBrowser } from './lib/browser.ts';
import { startGuard } from './lib/guard.ts';
import { plainError } from './lib/plain-error.ts';
import { findOrInstallRedis } from './lib/redis.ts';
import { stopOnSignals } from './lib/signals.ts';
import { runVitest } from './lib/vitest.ts';
import { buildWebApp } from './lib/web-app.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const filters = process.argv.slice(2);
const started = Date.now();
const interrupted = stopOnSignals();
const guard = startGuard();
let passed = 0;
let failed = 0;
let stopPostgres = async () => {};

try {
  if (!existsSync(join(root, '..', 'shared', 'contracts'))) {
    console.log(
      '\n!! The contracts folder (../shared/contracts) is not there: the tests that read it will fail.\n',
    );
  }
  if (filters.length === 0) {
    const failures = await runChecks(root, allChecks, console.log);
    failed += failures;
    passed += allChecks.length - failures;
  }
  interrupted.throwIfAborted();
  const dataDir = await mkdtemp(join(tmpdir(), 'backlot-test-'));
  const postgres = await startPostgres({
    dataDir,
    durable: false,
    keep: false,
    onSpawn: (pid) => guard.watch(pid, 'process'),
  });
  stopPostgres = postgres.stop;
  const CHROMIUM_PATH = await orCountAsFailed(findOrInstallBrowser(root, console.log));
  const REDIS_SERVER_PATH = await orCountAsFailed(findOrInstallRedis(console.log));
  const WEB_DIST = await orCountAsFailed(buildWebApp(root));
  interrupted.throwIfAborted();
  const env = {
    ...process.env,
    NODE_ENV: 'test',
    // Every test file is a process of its own: what one has compiled, the next ones need not.
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'),
    TEST_DATABASE_URL: postgres.url,
    ...(CHROMIUM_PATH && { CHROMIUM_PATH }),
    ...(REDIS_SERVER_PATH && { REDIS_SERVER_PATH }),
    ...(WEB_DIST && { WEB_DIST }),
  };
  const counts = await runVitest({ root, args: filters, env, guard, interrupted });
  passed += counts.passed;
  failed += counts.failed;
} catch (error) {
  if (!interrupted.aborted) console.error(`\n${plainError(error)}`);
  failed += 1;
} finally {
  await stopPostgres();
  guard.close();
}

if (interrupted.aborted) console.log('\nStopped before the end.');
console.log(`\nDone in ${Math.round((Date.now() - started) / 1000)} s.`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && !interrupted.aborted ? 0 : 1);

/** Without a browser, a Redis or a built web app the tests that need none of them still run; what failed is said and counted. */
async function orCountAsFailed<T>(step: Promise<T>): Promise<T | undefined> {
  try {
    return await step;
  } catch (error) {
    console.error(`\n✗ ${plainError(error)}\n`);
    failed += 1;
    return undefined;
  }
}
