import { expect, test } from 'vitest';
import { countResults } from './vitest.ts';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((one) => ({ status: one })),
});

test('counts each test once, and a file that could not be loaded as one failure', () => {
  const report = {
    testResults: [file('failed', 'passed', 'failed'), file('failed'), file('passed', 'passed')],
  };
  expect(countResults(report, true)).toEqual({ passed: 2, failed: 2 });
});

test('a skipped test fails a whole run, and does not count in a chosen one', () => {
  const report = { testResults: [file('passed', 'passed', 'skipped', 'todo')] };
  expect(countResults(report, true)).toEqual({ passed: 1, failed: 2 });
  expect(countResults(report, false)).toEqual({ passed: 1, failed: 0 });
});
