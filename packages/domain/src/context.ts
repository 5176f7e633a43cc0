import type { Language, Ports, Role } from '@backlot/core';
import type { Database, Transaction } from '@backlot/db';
import type { SharedCache } from './cache.ts';
import type { JobQueue } from './queue.ts';

/** Who acts. `system` is the worker; `visitor` has not signed in. */
export type Actor =
  | { kind: 'member'; memberId: string; role: Role; language: Language; email: string }
  | { kind: 'visitor' }
  | { kind: 'system' };

export type Settings = {
  /** The one address of the installation, without a slash at the end. */
  publicUrl: string;
  /** From which sign-in tokens are derived. */
  linkSecret: string;
};

/** What every verb is given. A verb never reads the environment or the clock by itself. */
export type Ctx = {
  db: Database;
  queue: JobQueue;
  ports: Ports;
  settings: Settings;
  /** What is the same for everybody and was read lately. */
  cache: SharedCache;
  actor: Actor;
  now(): Date;
  newId(): string;
};

/** Inside a transaction there are no ports: nothing outside is called while rows are locked. */
export type TxCtx = Omit<Ctx, 'db' | 'ports' | 'cache'> & { tx: Transaction };

/** A verb that must be signed in to. */
export type MemberCtx = Ctx & { actor: Extract<Actor, { kind: 'member' }> };

/** Runs a step in a transaction; `ctx` of the step carries the transaction and no ports. */
export function inTransaction<T>(ctx: Ctx, step: (ctx: TxCtx) => Promise<T>): Promise<T> {
  return ctx.db.transaction((tx) => {
    const { db: _db, ports: _ports, cache: _cache, ...rest } = ctx;
    return step({ ...rest, tx });
  });
}
