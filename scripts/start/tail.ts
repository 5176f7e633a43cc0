import { readFile } from 'node:fs/promises';

const LINES = 15;

/** The last lines of a log. */
export async function tailOf(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-LINES).join('\n');
}
