import { type InboxPayload, type InboxSource, tables } from '@backlot/db';
import { sql } from 'drizzle-orm';
import { type Ctx, inTransaction, type TxCtx } from '../context.ts';
import { type Gathered, gather } from '../gather.ts';

/** A message whose signature was checked. */
export type Message = { source: InboxSource; externalId: string; kind: string; payload: InboxPayload };

/** `known`: it came before, and changed nothing now. */
export type Received = { known: boolean };

/**
 * Keeps vendors' messages and puts their jobs in, in one transaction; nothing else happens before the vendors are answered.
 * @returns one answer for each message, in their order
 */
export async function receive(ctx: Ctx, messages: readonly Message[]): Promise<Received[]> {
  const receivedAt = ctx.now();
  const rows = messages.map((message) => ({ id: ctx.newId(), ...message, receivedAt }));
  const jobs = rows.map(({ id }) => ({ messageId: id }));
  return inTransaction(ctx, async (ctx) => {
    // Side by side, which saves a journey to the database; the jobs of messages that came before are taken back.
    const [kept, jobIds] = await Promise.all([
      keep(ctx, rows),
      ctx.queue.enqueueAll(ctx.tx, 'inbox.process', jobs),
    ]);
    const isNew = new Set(kept.map(({ id }) => id));
    const superfluous = jobIds.filter((_, index) => !isNew.has(rows[index]?.id ?? ''));
    if (superfluous.length > 0) await ctx.queue.withdraw(ctx.tx, 'inbox.process', superfluous);
    return rows.map(({ id }) => ({ known: !isNew.has(id) }));
  });
}

/**
 * One parameter for all rows: a statement of Drizzle's builder with one for each column took an eighth of the api's time.
 * The order is always the same, because two transactions that insert the same two messages crosswise wait for each other.
 */
function keep(ctx: TxCtx, rows: readonly (Message & { id: string })[]): Promise<{ id: string }[]> {
  return ctx.tx.execute<{ id: string }>(sql`
    insert into ${tables.inbox} (id, source, external_id, kind, payload, received_at)
    select id, source, "externalId", kind, payload, "receivedAt"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as message (
      id uuid, source text, "externalId" text, kind text, payload jsonb, "receivedAt" timestamptz
    )
    order by source, "externalId"
    on conflict do nothing
    returning id`);
}

/** `receive` for one message at a time, where those that come together share a transaction. */
export function openInbox(ctx: Ctx): Gathered<Message, Received> {
  return gather((messages) => receive(ctx, messages), { itemsMax: 100, patienceSeconds: 15 });
}
