import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { connectionOptions } from './client.ts';

const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url));

/** Any number; two processes that migrate at once take turns on it. */
const migrationLock = 7_305_114;

/** Brings the database at the address up to date. Safe to run by several processes at once. */
export async function migrate(url: string): Promise<void> {
  const sql = postgres(url, { ...connectionOptions('backlot-migrate'), max: 1 });
  try {
    await sql`select pg_advisory_lock(${migrationLock})`;
    await runMigrations(drizzle({ client: sql }), { migrationsFolder });
  } finally {
    await sql.end({ timeout: 5 });
  }
}
