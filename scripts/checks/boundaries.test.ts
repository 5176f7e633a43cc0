import { describe, expect, test } from 'vitest';
import { problemsOf } from './boundaries.ts';

const CORE = 'packages/core/src/money.ts';
const DOMAIN = 'packages/domain/src/campaigns/confirm.ts';
const API = 'apps/api/src/routers/campaigns.ts';
const WEB = 'apps/web/src/pages/home.tsx';

describe('allowed', () => {
  test.each([
    [CORE, "import { z } from 'zod';"],
    [CORE, 'export const at = (when: number) => new Date(when);'],
    [CORE, 'export const cut = (window: Uint8Array) => window.subarray(0, 1);'],
    [CORE, "// Date.now() is not called\nexport const note = 'Math.random()';"],
    [DOMAIN, "import { campaigns } from '@backlot/db';\nimport { sql } from 'drizzle-orm';"],
    [API, "import { hash } from 'node:crypto';\nimport { readFilm } from '@backlot/core';"],
    ['apps/api/src/session.ts', "import { Lucia } from 'lucia';"],
    [WEB, "import type { AppRouter } from '@backlot/api';\nimport { Link } from 'wouter';"],
    [WEB, "type Router = import('@backlot/api').AppRouter;"],
    ['packages/standins/src/stripe/records.ts', "import type Stripe from 'stripe';"],
    ['packages/domain/src/orders/confirm.test.ts', "import { startS3 } from '@backlot/standins';"],
    ['scripts/start.ts', "import { migrate } from '@backlot/db';"],
  ])('%s: %s', (path, source) => {
    expect(problemsOf(path, source)).toEqual([]);
  });
});

describe('refused, with line and reason', () => {
  test.each([
    [CORE, "import fs from 'node:fs';", 'core has no node modules'],
    [CORE, "import fs from 'fs';", 'core has no node modules'],
    [CORE, "import { x } from 'lodash';", 'core is pure'],
    [CORE, 'export const now = Date.now();', 'no clock'],
    [CORE, 'export const now = new Date();', 'no clock'],
    [CORE, 'export const id = Math.random();', 'no clock, chance'],
    [CORE, 'export const key = process.env.KEY;', 'environment'],
    [CORE, "export const body = fetch('/x');", 'I/O'],
    [CORE, "import { db } from '@backlot/db';", 'core may not import db'],
    [CORE, "export { db } from '@backlot/db';", 'core may not import db'],
    [CORE, "const { db } = await import('@backlot/db');", 'core may not import db'],
    [DOMAIN, "import Stripe from 'stripe';", 'only providers call out'],
    [DOMAIN, "import { S3Client } from '@aws-sdk/client-s3';", 'only providers call out'],
    [DOMAIN, "import { connect } from '@backlot/providers';", 'domain may not import providers'],
    [DOMAIN, "import { x } from '../../../core/src/money.ts';", 'by its package name'],
    [DOMAIN, "import { testDatabase } from '@backlot/db/testing';", 'what tests use'],
    [DOMAIN, "import first from '@backlot/db/migrations/0000.ts';", 'migrations are run'],
    [API, "import { startS3 } from '@backlot/standins';", 'does not know the stand-ins'],
    [API, "import { Lucia } from 'lucia';", 'only apps/api/src/session.ts'],
    [API, "import { eq } from 'drizzle-orm';", 'only domain and db'],
    [WEB, "import { router } from '@backlot/api';", 'may take types from api'],
    [WEB, 'const mode = process.env.NODE_ENV;', 'no process'],
    [WEB, "import { join } from 'node:path';", 'web has no node modules'],
    ['apps/web/src/ui/button.tsx', "import { Link } from 'wouter';", 'ui knows no router'],
    ['packages/standins/src/s3/store.ts', "import Stripe from 'stripe';", 'speaks the wire itself'],
  ])('%s: %s', (path, source, reason) => {
    const problems = problemsOf(path, `\n${source}`);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`${path}:2 `);
    expect(problems[0]).toContain(reason);
  });

  test('a file that does not parse is said, not passed over', () => {
    expect(() => problemsOf(CORE, 'export const = 1')).toThrow(/does not parse/);
  });
});
