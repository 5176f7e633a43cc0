import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the vendors' contracts and the sample films lie, beside the project. */
const contractsFolder = new URL('../../../../../shared/contracts/', import.meta.url);

/** The bytes of a contract file; a file that is absent fails the test that needs it. */
export const contractBytes = (path: string): Buffer => readFileSync(contractPath(path));

/** A contract file as JSON, in the shape that the test says it has. */
export const contractJson = <T>(path: string): T => JSON.parse(contractBytes(path).toString('utf8')) as T;

export const contractPath = (path: string): string => fileURLToPath(new URL(path, contractsFolder));
