import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ignoredFiles } from './ignored-files.ts';

test('an ignored file that was committed all the same is named', async () => {
  const root = await mkdtemp(join(tmpdir(), 'backlot-ignored-'));
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root });
  git('init', '-q');
  await mkdir(join(root, 'node_modules'));
  await writeFile(join(root, '.gitignore'), 'node_modules\n');
  await writeFile(join(root, 'node_modules', 'x.js'), '');
  git('add', '.gitignore');
  expect(await ignoredFiles.run(root)).toEqual([]);
  git('add', '-f', 'node_modules/x.js');
  expect(await ignoredFiles.run(root)).toEqual(['node_modules/x.js']);
  await rm(root, { recursive: true });
});
