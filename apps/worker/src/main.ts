import { flushCompileCache } from 'node:module';
import { readConfig } from './config.ts';
import { startWorker } from './start.ts';

const read = readConfig(process.env);
if (!read.ok) {
  for (const problem of read.problems) console.error(`configuration: ${problem}`);
  process.exit(78);
}
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
