import { join } from 'node:path';
import type { Guard } from '../lib/guard.ts';
import { type Supervised, supervise } from './supervise.ts';

type Options = {
  root: string;
  /** Folder of the logs. */
  logs: string;
  env: Record<string, string>;
  /** Given in `npm run dev`: Vite serves the pages there, and api and worker start again when their source changes. */
  vitePort: number | undefined;
  guard: Guard;
  say: (line: string) => void;
};

/** Starts the product's own programs. */
export function startPrograms({ root, logs, env, vitePort, guard, say }: Options): Supervised[] {
  const program = (name: string, args: string[], cwd = root) =>
    supervise({ name, args, cwd, env, log: join(logs, `${name}.log`), guard, say });
  const watch = vitePort === undefined ? [] : ['--watch', '--watch-preserve-output'];
  const programs = [
    program('api', [...watch, 'apps/api/src/main.ts']),
    program('worker', [...watch, 'apps/worker/src/main.ts']),
  ];
  if (vitePort !== undefined) {
    const web = join(root, 'apps', 'web');
    const vite = join(web, 'node_modules', 'vite', 'bin', 'vite.js');
    programs.push(
      program('vite', [vite, '--host', '127.0.0.1', '--port', String(vitePort), '--strictPort'], web),
    );
  }
  return programs;
}
