import { flushCompileCache } from 'node:module';
import { readConfig } from './config.ts';
import { startApi } from './start.ts';

const read = readConfig(process.env);
if (!read.ok) {
  for (const problem of read.problems) console.error(`configuration: ${problem}`);
  process.exit(78);
}
const api = await startApi(read.config);
// Where NODE_COMPILE_CACHE names a folder, the next start is quicker, whatever end this process comes to.
flushCompileCache();

const stop = () => {
  api.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
