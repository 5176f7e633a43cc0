import { boundaries } from './boundaries.ts';
import type { Check } from './check.ts';
import { citedPaths } from './cited-paths.ts';
import { ignoredFiles } from './ignored-files.ts';
import { machineTraces } from './machine-traces.ts';
import { programCheck } from './tools.ts';

export const allChecks: Check[] = [
  programCheck('format and lint', 'biome', ['check', '--max-diagnostics=50', '.']),
  programCheck('types of the server, scripts and tests', 'tsc', ['-p', 'tsconfig.json']),
  programCheck('types of the web app', 'tsc', ['-p', 'apps/web/tsconfig.json']),
  boundaries,
  citedPaths,
  machineTraces,
  ignoredFiles,
];

/**
 * Runs the checks one after the other and says how each went.
 * @returns how many failed
 */
export async function runChecks(root: string, checks: Check[], say: (line: string) => void): Promise<number> {
  let failed = 0;
  for (const { name, run } of checks) {
    const problems = await run(root).catch((error: unknown) => [String(error)]);
    say(`${problems.length === 0 ? '✓' : '✗'} ${name}`);
    for (const problem of problems) say(problem.replace(/^/gm, '    '));
    if (problems.length > 0) failed += 1;
  }
  return failed;
}
