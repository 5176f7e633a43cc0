import { flushCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { readConfig } from './config.ts';
import { startWorker } from './start.ts';

const read = readConfig(process.env);
if (!read.ok) {
  for (const problem of read.problems) console.error(`configuration: ${problem}`);
  process.exit(78);
}
// A film that is copied passes through buffers outside the heap. V8 otherwise marks the whole heap again for every 27 MiB of
// them, a third of what a copy costs (docs/performance.md).
setFlagsFromString('--external-memory-accounted-in-global-limit');
const worker = await startWorker(read.config);
// Where NODE_COMPILE_CACHE names a folder, the next start is quicker, whatever end this process comes to.
flushCompileCache();

const stop = () => {
  worker.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
