/** `npm run check`: the checks of the house, each said in a line; ends with 1 when one fails. */
import { fileURLToPath } from 'node:url';
import { allChecks, runChecks } from './checks/all.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const failed = await runChecks(root, allChecks, console.log);
process.exitCode = failed === 0 ? 0 : 1;
