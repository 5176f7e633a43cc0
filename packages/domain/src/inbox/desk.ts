import { type Database, type Executor, tables } from '@backlot/db';
import { and, isNull, type SQL, sql } from 'drizzle-orm';
import { type Gathered, gather } from '../gather.ts';

type InboxRow = typeof tables.inbox.$inferSelect;

type Desk = {
  /** The message if it still waits; null once it is handled. */
  find: Gathered<string, InboxRow | null>;
  markHandled: Gathered<{ messageId: string; handledAt: Date }, void>;
};

const desks = new WeakMap<Database, Desk>();

/** Where the jobs of one process find their messages and mark them: those that come at the same time share a statement. */
export function deskOf(db: Database): Desk {
  const desk = desks.get(db) ?? openDesk(db);
  desks.set(db, desk);
  return desk;
}

function openDesk(db: Database): Desk {
  const options = { itemsMax: 100, patienceSeconds: 15 };
  return {
    find: gather(async (ids) => {
      const rows = await db.select().from(tables.inbox).where(waiting(ids));
      const found = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => found.get(id) ?? null);
    }, options),
    markHandled: gather(async (marks) => {
      const handledAt = new Date(Math.max(...marks.map((mark) => mark.handledAt.getTime())));
      await markHandled(
        db,
        marks.map(({ messageId }) => messageId),
        handledAt,
      );
      return marks.map(() => undefined);
    }, options),
  };
}

/** One parameter for any number of messages, so that the statement is always the same. */
const waiting = (ids: readonly string[]): SQL | undefined =>
  and(
    sql`${tables.inbox.id} = any(string_to_array(${ids.join(',')}, ',')::uuid[])`,
    isNull(tables.inbox.handledAt),
  );

/** Counted when a try ends, so that it costs no commit of its own. */
export const oneMore = sql`${tables.inbox.tries} + 1`;

/** Marks messages as handled; one that is already stays as it is. */
export async function markHandled(
  executor: Executor,
  messageIds: readonly string[],
  handledAt: Date,
): Promise<void> {
  await executor
    .update(tables.inbox)
    .set({ handledAt, lastError: null, tries: oneMore })
    .where(waiting(messageIds));
}
