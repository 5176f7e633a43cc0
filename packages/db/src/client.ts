import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from './schema/index.ts';

/** How every connection of ours is made. */
export const connectionOptions = (name: string, plans: 'kept' | 'fresh' = 'kept') => ({
  connect_timeout: 10,
  // Asked for on each new connection, and nobody hears it fail: a connection lost in that moment would end the process.
  // Only arrays as parameters need it, and Drizzle spreads those.
  fetch_types: false,
  // Seconds between the first tries to come back; a database that restarts is waited for, not stormed.
  backoff: (tries: number) => Math.min(0.1 * 2 ** Math.min(tries, 5), 2),
  onnotice: () => {},
  connection: {
    application_name: name,
    ...(plans === 'fresh' && { plan_cache_mode: 'force_custom_plan' }),
  },
});

/**
 * A pool of connections with Drizzle on it. A lost connection fails what was under way on it and nothing else: the
 * next statement gets a new one.
 * @param url a postgres:// address
 * @param options.max connections at most
 * @param options.name shown in pg_stat_activity, so that an operator sees who holds a connection
 * @param options.plans `kept`: Postgres may keep the plan of a statement that comes again and again, which is fastest for
 *   what answers people. `fresh`: planned each time, for work whose tables grow while it runs: a plan made while a table
 *   was small made jobs three times as dear, until the next ANALYZE.
 */
export function connect(url: string, options: { max?: number; name: string; plans?: 'kept' | 'fresh' }) {
  const sql = postgres(url, {
    ...connectionOptions(options.name, options.plans),
    max: options.max ?? 10,
    idle_timeout: 60,
  });
  return {
    db: drizzle({ client: preparing(sql), schema }),
    /** Waits for what is under way, 5 s at most. */
    close: () => sql.end({ timeout: 5 }),
  };
}

/**
 * Prepares each statement with parameters once a connection and sends its name from then on. Drizzle hands its texts over as
 * `unsafe`, which postgres.js otherwise describes and plans anew every time, at the cost of a second round trip.
 */
function preparing(sql: postgres.Sql): postgres.Sql {
  const { begin } = sql;
  const prepareTexts = (on: postgres.ISql) => {
    const { unsafe } = on;
    // Last, because Drizzle says itself that it wants nothing prepared.
    on.unsafe = (text, parameters, options) => unsafe(text, parameters, { ...options, prepare: true });
  };
  prepareTexts(sql);
  // Drizzle begins its transactions with a step alone.
  sql.begin = ((step: (tx: postgres.TransactionSql) => unknown) =>
    begin((tx) => {
      prepareTexts(tx);
      return step(tx);
    })) as typeof begin;
  return sql;
}

export type Connection = ReturnType<typeof connect>;
export type Database = Connection['db'];
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];
/** Where a statement may run: on its own or in the caller's transaction. */
export type Executor = Database | Transaction;
