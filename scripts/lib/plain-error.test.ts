import { expect, test } from 'vitest';
import { plainError } from './plain-error.ts';

test('a refusal of the system is said in words with the place, our own errors as they are', () => {
  const refused = Object.assign(new Error('EACCES: permission denied'), {
    code: 'EACCES',
    path: '.data/run.json',
  });
  expect(plainError(refused)).toContain('may not be used (.data/run.json)');
  expect(plainError(Object.assign(new Error('write'), { code: 'ENOSPC' }))).toBe(
    'There is no space left on the disk.',
  );
  expect(plainError(new Error('Port 4400 is in use by another program.'))).toContain('4400');
});
