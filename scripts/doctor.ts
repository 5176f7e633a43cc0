/**
 * `npm run doctor`: reads the configuration as api and worker would (from the environment, and from `.env` where it says
 * nothing) and tries each service it names. Ends with 1 when something is missing. Writes nothing but an upload to storage that is
 * cancelled at once.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectPorts } from '@backlot/providers';
import { readConfig } from '../apps/api/src/config.ts';
import { examine } from './doctor/examine.ts';
import { services } from './doctor/services.ts';

const file = join(fileURLToPath(new URL('..', import.meta.url)), '.env');
if (existsSync(file)) process.loadEnvFile(file);

const read = readConfig(process.env);
if (!read.ok) {
  console.log('✗ configuration');
  for (const problem of read.problems) console.log(`    ${problem}`);
  console.log('\n.env.example explains every variable.');
  process.exit(1);
}
console.log('✓ configuration');
const ports = connectPorts(read.config.providers);
const wrong = await examine(services(read.config, ports), console.log);
ports.close();
console.log(wrong === 0 ? '\nAll is well.' : `\n${wrong} to be put right.`);
process.exit(wrong === 0 ? 0 : 1);
