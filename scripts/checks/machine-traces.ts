import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check } from './check.ts';
import { projectFiles } from './files.ts';

const BINARY = /\.(png|jpe?g|webp|avif|ico|woff2?|mp4|mov|webm|zip|gz)$/;
/** This file and its test spell the traces out. */
const OWN = /^scripts\/checks\/machine-traces/;

/** What ties a file to the machine it was written on. */
const TRACES: [RegExp, string][] = [
  [/(?<![\w.~-])\/(?:work|root|Users|home)\/(?!node\b)[\w.-]+/, 'a path of one machine'],
  [/https?:\/\/(?:[\w-]+\.)*registry\.[\w.-]+/, 'a package registry'],
  [/https?:\/\/[^\s"'`]*(?:artifactory|nexus|verdaccio)[^\s"'`]*/i, 'a package registry'],
];

/** Nothing committed names a folder of the author's machine or the host its packages came from. */
export const machineTraces: Check = {
  name: 'no trace of one machine',
  async run(root) {
    const paths = (await projectFiles(root)).filter((path) => !BINARY.test(path) && !OWN.test(path));
    const problems = await Promise.all(
      paths.map(async (path) => tracesOf(path, await readFile(join(root, path), 'utf8'))),
    );
    return problems.flat();
  },
};

/** The traces in one file, each as `path:line what`. */
export function tracesOf(path: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) =>
    TRACES.flatMap(([pattern, what]) => {
      const match = pattern.exec(line);
      return match ? [`${path}:${index + 1} holds ${what}: ${match[0]}`] : [];
    }),
  );
}
