import { readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import type { Check } from './check.ts';
import { projectFiles } from './files.ts';
import { readSource } from './imports.ts';
import { ROOMS, type RoomName, roomOf } from './rooms.ts';

const NODE_MODULES = new Set(builtinModules);

/** The import table of ARCHITECTURE.md, applied to every import of every source file. */
export const boundaries: Check = {
  name: 'boundaries between the rooms',
  async run(root) {
    const paths = (await projectFiles(root)).filter(
      (path) => /\.(ts|tsx|mts)$/.test(path) && !path.endsWith('.d.ts'),
    );
    const problems = await Promise.all(
      paths.map(async (path) => problemsOf(path, await readFile(join(root, path), 'utf8'))),
    );
    return problems.flat();
  },
};

/** What one file does that its room may not, each as `path:line what`. */
export function problemsOf(path: string, source: string): string[] {
  const room = roomOf(path);
  if (!room) return [];
  const rules = ROOMS[room];
  const facts = readSource(path, source);
  const forTests = isForTests(path);
  const problems: string[] = [];

  for (const { specifier, typeOnly, line } of facts.imports) {
    const why = specifier.startsWith('.')
      ? whyNotFile(path, room, specifier, forTests)
      : whyNotPackage(path, room, specifier, typeOnly, forTests);
    if (why) problems.push(`${path}:${line} imports ${specifier}: ${why}`);
  }
  if (rules.forbidden && !forTests) {
    for (const { what, line } of facts.impure) {
      if (rules.forbidden.some((name) => what.replace('new ', '').startsWith(name))) {
        problems.push(`${path}:${line} uses ${what}: ${rules.forbiddenWhy}`);
      }
    }
  }
  return problems;
}

/** Tests and their helpers may use the stand-ins and node; product code must not use them. */
function isForTests(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || /(^|\/)(testing|contract)(\.ts$|\/)/.test(path);
}

function whyNotFile(path: string, room: RoomName, specifier: string, forTests: boolean): string | undefined {
  const target = posix.normalize(posix.join(posix.dirname(path), specifier.replace(/\?.*$/, '')));
  if (target.includes('/migrations/')) return 'migrations are run, never imported';
  if (roomOf(target) !== room && !forTests) return 'another room is imported by its package name';
  if (!forTests && isForTests(target)) return 'product code does not use what tests use';
  return undefined;
}

function whyNotPackage(
  path: string,
  room: RoomName,
  specifier: string,
  typeOnly: boolean,
  forTests: boolean,
): string | undefined {
  const rules = ROOMS[room];
  const name = packageName(specifier);
  if (/\/migrations(\/|$)/.test(specifier)) return 'migrations are run, never imported';
  if (name === 'lucia' && path !== 'apps/api/src/session.ts')
    return 'only apps/api/src/session.ts knows lucia';
  if (forTests) return undefined;

  if (specifier.startsWith('node:') || NODE_MODULES.has(specifier)) {
    return rules.node ? undefined : `${room} has no node modules`;
  }
  if (!name.startsWith('@backlot/')) {
    return rules.banned?.find(
      ({ pattern, within, exceptTypes }) =>
        pattern.test(name) && (!within || within.test(path)) && !(exceptTypes && typeOnly),
    )?.why;
  }
  const other = name.slice('@backlot/'.length);
  if (specifier.endsWith('/testing')) return 'product code does not use what tests use';
  if (other === 'standins') return 'product code does not know the stand-ins';
  if (rules.imports.includes(other as RoomName)) return undefined;
  if (rules.typesFrom?.includes(other as RoomName)) {
    return typeOnly ? undefined : `${room} may take types from ${other}, nothing that runs`;
  }
  return `${room} may not import ${other}`;
}

/** `@aws-sdk/client-s3/x` → `@aws-sdk/client-s3`; `stripe/lib` → `stripe`. */
function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
