import { expect, test } from 'vitest';
import { explain } from './explain.mjs';
import { CommandFailed } from './process.mjs';
import { runsProduct, toolPackages } from './versions.mjs';

test.each([
  [Object.assign(new Error('write'), { code: 'ENOSPC' }), 'no space left'],
  [new CommandFailed('npm', 228, 'npm error code ENOSPC'), 'no space left'],
  [
    Object.assign(new Error("EACCES: permission denied, mkdir '.toolchain'"), { code: 'EACCES' }),
    'may not be written',
  ],
  [
    new CommandFailed('npm', 1, 'npm error code EAI_AGAIN\nnpm error network request failed'),
    'could not be reached',
  ],
  [new CommandFailed('pnpm', 1, 'ERR_PNPM_META_FETCH_FAIL error sending request'), 'could not be reached'],
  [new CommandFailed('npm', 1, 'npm error code SELF_SIGNED_CERT_IN_CHAIN'), 'certificate'],
  [Object.assign(new Error('spawn npm ENOENT'), { code: 'ENOENT' }), 'npm was not found'],
  [new CommandFailed('pnpm', 1, 'ERR_PNPM_OUTDATED_LOCKFILE  Cannot install'), 'pnpm-lock.yaml'],
])('%s is explained', (error, words) => {
  expect(explain(error)).toContain(words);
});

test('what nobody knows is shown as it is, with the end of the output', () => {
  expect(explain(new Error('A thing happened.'))).toBe('A thing happened.');
  const output = Array.from({ length: 50 }, (_, line) => `line ${line}`).join('\n');
  const text = explain(new CommandFailed('pnpm', 1, output));
  expect(text).toContain('pnpm ended with 1');
  expect(text).toContain('line 49');
  expect(text).not.toContain('line 30');
});

test('Node 24 and 26 run the product, older and odd ones do not; other machines are told', () => {
  expect(['v20.20.2', 'v22.12.0', 'v24.0.0', 'v25.1.0', 'v26.10.0'].map(runsProduct)).toEqual([
    false,
    false,
    true,
    false,
    true,
  ]);
  expect(() => toolPackages('win32-x64')).toThrow('Backlot runs on Linux and macOS');
});
