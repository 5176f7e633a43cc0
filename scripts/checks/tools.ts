import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Check } from './check.ts';

/** A check that is a program of node_modules/.bin: it fails with what the program prints. */
export function programCheck(name: string, program: string, args: string[]): Check {
  return {
    name,
    run: (root) =>
      new Promise((resolve, reject) => {
        const child = spawn(join(root, 'node_modules', '.bin', program), args, {
          cwd: root,
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let output = '';
        const keep = (chunk: Buffer) => {
          output += chunk.toString();
        };
        child.stdout.on('data', keep);
        child.stderr.on('data', keep);
        child.on('error', reject);
        child.on('close', (code) => {
          resolve(code === 0 ? [] : [output.trim() || `${program} ended with ${code}`]);
        });
      }),
  };
}
