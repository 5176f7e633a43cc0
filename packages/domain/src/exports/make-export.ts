import { exportKey, exportLifetimeMs } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, ne } from 'drizzle-orm';
import { type Ctx, inTransaction, type TxCtx } from '../context.ts';
import { queueMail } from '../mail/queue-mail.ts';
import { tell } from '../notices.ts';
import { clearExport } from './clear-export.ts';
import { zipOf } from './zip-of.ts';

type MemberRow = typeof tables.members.$inferSelect;

/**
 * Puts an export together and writes it to storage as it comes. A run that died is begun anew by the next, under the
 * same name; whoever settles first has made it, and the mail is written once.
 */
export async function makeExport(ctx: Ctx, input: { exportId: string }): Promise<void> {
  const [row] = await ctx.db
    .select({ made: tables.memberExports, member: tables.members })
    .from(tables.memberExports)
    .innerJoin(tables.members, eq(tables.members.id, tables.memberExports.memberId))
    .where(eq(tables.memberExports.id, input.exportId));
  // Not asked for any more: what a run that died has left goes with it.
  if (row?.made.state !== 'asked') return clearExport(ctx, input);
  const key = exportKey(row.made);
  for (const multipartId of await ctx.ports.objects.findMultiparts(key))
    await ctx.ports.objects.abortMultipart({ key, multipartId });
  const bytes = zipOf(ctx, row.member);
  const { sizeBytes } = await ctx.ports.objects.write({ key, contentType: 'application/zip', bytes });
  await inTransaction(ctx, (ctx) => settle(ctx, row.made.id, row.member, sizeBytes));
  // Expired while it was made: the account was erased, or nobody waits for it any more.
  await clearExport(ctx, { exportId: row.made.id });
}

async function settle(ctx: TxCtx, exportId: string, member: MemberRow, sizeBytes: number): Promise<void> {
  const { memberExports } = tables;
  const now = ctx.now();
  const expiresAt = new Date(now.getTime() + exportLifetimeMs);
  const ready = await ctx.tx
    .update(memberExports)
    .set({ state: 'ready', sizeBytes, readyAt: now, expiresAt })
    .where(and(eq(memberExports.id, exportId), eq(memberExports.state, 'asked')))
    .returning({ id: memberExports.id });
  if (ready.length === 0) return;
  const older = await ctx.tx
    .update(memberExports)
    .set({ state: 'expired' })
    .where(
      and(
        eq(memberExports.memberId, member.id),
        eq(memberExports.state, 'ready'),
        ne(memberExports.id, exportId),
      ),
    )
    .returning({ exportId: memberExports.id });
  await ctx.queue.enqueueAll(ctx.tx, 'export.remove', older);
  await queueMail(ctx, {
    messageKey: `export-ready:${exportId}`,
    recipient: member.email,
    language: member.language,
    template: 'export_ready',
    data: {},
  });
  await tell(ctx, `member:${member.id}`, { kind: 'profile_changed' });
}
