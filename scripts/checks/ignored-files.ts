import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Check } from './check.ts';

const run = promisify(execFile);

/** Nothing is committed that .gitignore names: installed packages, data, builds, logs. */
export const ignoredFiles: Check = {
  name: 'nothing committed that is to be ignored',
  async run(root) {
    if (!existsSync(join(root, '.git'))) return [];
    const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--ignored', '--exclude-standard'], {
      cwd: root,
    });
    return stdout.split('\0').filter((path) => path !== '');
  },
};
