import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * So many files at once, of every project alike. Two on two processors: most of the time of a road or a proof goes by waiting
 * (for a browser, a heartbeat, a process that starts), and the other file has the processors then.
 */
const maxWorkers = Math.max(2, Math.floor(availableParallelism() / 2));

/** What takes longest begins first, so that no long file runs alone at the end. */
const longest = [
  'e2e/proofs/killed-worker',
  'e2e/pages',
  'e2e/browser-record',
  'e2e/browser-resume',
  'e2e/proofs/killed-erasure',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isFirst = (name: string) => (file: TestSpecification) => file.moduleId.endsWith(`/${name}.test.ts`);
    const first = longest.flatMap((name) => sorted.filter(isFirst(name)));
    return [...first, ...sorted.filter((file) => !first.includes(file))];
  }
}

/** What measures time, windows or throughput has the processors to itself, after all others. */
const alone = ['limits', 'proofs/shared-limits', 'proofs/event-storm', 'proofs/database-faults'].map(
  (name) => `e2e/${name}.test.ts`,
);

const roads = { testTimeout: 180_000, hookTimeout: 180_000 };
const beside = { testTimeout: 30_000, hookTimeout: 60_000, maxWorkers };

/** Unit, integration and contract tests stand beside the code; roads and proofs from end to end in e2e/. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { ...roads, maxWorkers, name: 'e2e', include: ['e2e/**/*.test.ts'], exclude: alone } },
      { test: { ...roads, fileParallelism: false, name: 'e2e alone', include: alone } },
      // Pure: no file can leave anything behind for the next one in its process.
      { test: { ...beside, name: 'core', include: ['packages/core/**/*.test.ts'], isolate: false } },
      {
        test: {
          ...beside,
          name: 'rooms',
          include: ['packages/**/*.test.ts', 'apps/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', 'packages/core/**'],
        },
      },
    ],
  },
});
