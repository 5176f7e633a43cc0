/** The rooms that have rules. scripts, e2e and bench stand outside and may import all of them. */
export type RoomName = 'core' | 'db' | 'domain' | 'providers' | 'standins' | 'api' | 'worker' | 'web';

type Ban = {
  pattern: RegExp;
  /** Only for files whose path matches; everywhere in the room when absent. */
  within?: RegExp;
  /** True when its types may be used all the same. */
  exceptTypes?: boolean;
  why: string;
};

type Rules = {
  folder: string;
  /** Our rooms that may be imported for use. */
  imports: RoomName[];
  /** Our rooms of which only types may be imported. */
  typesFrom?: RoomName[];
  /** Whether `node:` modules may be imported. */
  node: boolean;
  /** Packages that belong to another room. */
  banned?: Ban[];
  /** Globals the room does not touch, by the start of their name. */
  forbidden?: string[];
  forbiddenWhy?: string;
};

const VENDORS = /^(stripe|nodemailer|openid-client|@aws-sdk\/)/;
const QUERIES = /^(drizzle-orm|postgres)$/;

/** The import table of ARCHITECTURE.md. */
export const ROOMS: Record<RoomName, Rules> = {
  core: {
    folder: 'packages/core/',
    imports: [],
    node: false,
    banned: [{ pattern: /^(?!zod$)/, why: 'core is pure and uses zod alone' }],
    forbidden: [
      ...[
        'Date.now',
        'Date()',
        'Math.random',
        'process.',
        'fetch(',
        'set',
        'queueMicrotask',
        'globalThis.',
        'window.',
      ],
      ...[
        'document.',
        'localStorage.',
        'sessionStorage.',
        'indexedDB.',
        'navigator.',
        'crypto.',
        'performance.',
      ],
      ...['console.', 'XMLHttpRequest', 'WebSocket', 'EventSource'],
    ],
    forbiddenWhy: 'core has no clock, chance, environment or I/O; pass it in',
  },
  db: {
    folder: 'packages/db/',
    imports: ['core'],
    node: true,
    banned: [{ pattern: VENDORS, why: 'only providers call out' }],
  },
  domain: {
    folder: 'packages/domain/',
    imports: ['core', 'db'],
    node: true,
    banned: [{ pattern: VENDORS, why: 'only providers call out; use the port' }],
  },
  providers: {
    folder: 'packages/providers/',
    imports: ['core'],
    node: true,
    banned: [{ pattern: QUERIES, why: 'only domain and db speak to the database' }],
  },
  standins: {
    folder: 'packages/standins/',
    imports: ['core'],
    node: true,
    banned: [{ pattern: VENDORS, exceptTypes: true, why: 'a stand-in speaks the wire itself' }],
  },
  api: {
    folder: 'apps/api/',
    imports: ['core', 'db', 'domain', 'providers'],
    node: true,
    banned: [
      { pattern: VENDORS, why: 'only providers call out' },
      { pattern: QUERIES, why: 'only domain and db speak to the database' },
    ],
  },
  worker: {
    folder: 'apps/worker/',
    imports: ['core', 'db', 'domain', 'providers'],
    node: true,
    banned: [
      { pattern: VENDORS, why: 'only providers call out' },
      { pattern: QUERIES, why: 'only domain and db speak to the database' },
    ],
  },
  web: {
    folder: 'apps/web/src/',
    imports: ['core'],
    typesFrom: ['api'],
    node: false,
    banned: [
      {
        pattern: /^(wouter|@tanstack\/react-query|@trpc\/)/,
        within: /^apps\/web\/src\/ui\//,
        why: 'ui knows no router and no query',
      },
    ],
    forbidden: ['process.'],
    forbiddenWhy: 'the browser has no process',
  },
};

/** The room a file lives in; undefined outside of them. */
export function roomOf(path: string): RoomName | undefined {
  const found = Object.entries(ROOMS).find(([, { folder }]) => path.startsWith(folder));
  return found?.[0] as RoomName | undefined;
}
