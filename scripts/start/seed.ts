import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DemoAccount } from './greeting.ts';

/**
 * Seeds the demo by `scripts/seed-demo.ts`.
 * @param env the part of the configuration that leads to the stand-ins
 * @returns who can sign in
 */
export async function seedDemo(root: string, env: Record<string, string>): Promise<DemoAccount[]> {
  const path = join(root, 'scripts', 'seed-demo.ts');
  if (!existsSync(path)) return [];
  const { seedDemo: seed } = await import(pathToFileURL(path).href);
  return seed(env);
}
