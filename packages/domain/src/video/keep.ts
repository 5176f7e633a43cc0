import {
  binEndsAt,
  isOverdue,
  keepingOf,
  keepingRules,
  type Language,
  plans,
  warningDue,
} from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, gt, isNotNull, isNull, ne } from 'drizzle-orm';
import { plansOf } from '../billing/plans-of.ts';
import { type Ctx, inTransaction, type TxCtx } from '../context.ts';
import { queueMail } from '../mail/queue-mail.ts';
import { tell } from '../notices.ts';
import { deleteVideos, setBinned } from './bin.ts';

type Owner = { memberId: string; email: string; language: Language };

/** So many owners of one question. */
const ownersAtOnce = 200;

/**
 * Keeps stored videos as the plan in force says: moves their last day with the plan, warns of it by one mail for all of a
 * member's videos, moves to the bin what is over, and deletes what lay in the bin for its days. An owner a transaction.
 */
export async function keepVideos(ctx: Ctx): Promise<{ binned: number; deleted: number }> {
  const counted = { binned: 0, deleted: 0 };
  for (let after: string | null = null; ; ) {
    const owners = await ownersAfter(ctx, after);
    const plansInForce = await plansOf(
      ctx,
      owners.map(({ memberId }) => memberId),
    );
    for (const owner of owners) {
      const keepDays = plans[plansInForce.get(owner.memberId) ?? 'FREE'].limits.archiveDays;
      const done = await inTransaction(ctx, (ctx) => keepOf(ctx, owner, keepDays));
      counted.binned += done.binned;
      counted.deleted += done.deleted;
    }
    after = owners.at(-1)?.memberId ?? null;
    if (owners.length < ownersAtOnce) return counted;
  }
}

async function ownersAfter(ctx: Ctx, after: string | null): Promise<Owner[]> {
  const { members, videos } = tables;
  return ctx.db
    .selectDistinct({ memberId: members.id, email: members.email, language: members.language })
    .from(members)
    .innerJoin(videos, and(eq(videos.memberId, members.id), ne(videos.storage, 'deleted')))
    .where(and(after === null ? undefined : gt(members.id, after), isNull(members.erasedAt)))
    .orderBy(members.id)
    .limit(ownersAtOnce);
}

async function keepOf(
  ctx: TxCtx,
  owner: Owner,
  keepDays: number | null,
): Promise<{ binned: number; deleted: number }> {
  const { videos } = tables;
  const now = ctx.now();
  const { memberId } = owner;
  const lying = await ctx.tx
    .select({ id: videos.id, binnedAt: videos.binnedAt })
    .from(videos)
    .where(and(eq(videos.memberId, memberId), isNotNull(videos.binnedAt), ne(videos.storage, 'deleted')))
    .orderBy(videos.id)
    .for('update');
  const out = lying.filter(({ binnedAt }) => binnedAt && binEndsAt(binnedAt) <= now).map(({ id }) => id);
  if (out.length > 0) await deleteVideos(ctx, out);

  const stored = await ctx.tx
    .select()
    .from(videos)
    .where(and(eq(videos.memberId, memberId), eq(videos.storage, 'stored'), isNull(videos.binnedAt)))
    .orderBy(videos.id)
    .for('update');
  const warned = new Map<number, { ids: string[]; keepUntil: Date }>();
  const over: string[] = [];
  for (const video of stored) {
    const kept = keepingOf({ ...video, storedAt: video.storedAt ?? video.createdAt }, keepDays, now);
    if (isOverdue(kept, now)) {
      over.push(video.id);
      continue;
    }
    const due = warningDue(kept, now);
    const warnedDays = due ?? kept.warnedDays;
    const { keepUntil } = kept;
    if (keepUntil?.getTime() !== video.keepUntil?.getTime() || warnedDays !== video.warnedDays)
      await ctx.tx.update(videos).set({ keepUntil, warnedDays }).where(eq(videos.id, video.id));
    if (due === null || keepUntil === null) continue;
    const together = warned.get(due) ?? { ids: [], keepUntil };
    together.ids.push(video.id);
    if (keepUntil < together.keepUntil) together.keepUntil = keepUntil;
    warned.set(due, together);
  }
  if (over.length > 0) await setBinned(ctx, over, now);
  for (const [days, { ids, keepUntil }] of warned) await warn(ctx, owner, days, ids, keepUntil);
  for (const videoId of [...out, ...over])
    await tell(ctx, `member:${memberId}`, { kind: 'video_changed', videoId });
  return { binned: over.length, deleted: out.length };
}

async function warn(ctx: TxCtx, owner: Owner, days: number, ids: string[], keepUntil: Date): Promise<void> {
  await queueMail(ctx, {
    messageKey: `videos-end:${owner.memberId}:${days}:${ctx.now().toISOString()}`,
    recipient: owner.email,
    language: owner.language,
    template: 'videos_end',
    data: {
      count: ids.length,
      keepUntil: keepUntil.toISOString(),
      binDays: keepingRules.binDays,
    },
  });
}

/** Everything of a member's, for one who is erased. */
export async function eraseVideos(ctx: TxCtx, memberId: string): Promise<void> {
  const { videos } = tables;
  const own = await ctx.tx
    .select({ id: videos.id })
    .from(videos)
    .where(and(eq(videos.memberId, memberId), ne(videos.storage, 'deleted')))
    .orderBy(videos.id)
    .for('update');
  const ids = own.map(({ id }) => id);
  if (ids.length > 0) await deleteVideos(ctx, ids);
  const { generations } = tables;
  await ctx.tx
    .update(generations)
    .set({ prompt: '' })
    .where(and(eq(generations.memberId, memberId), ne(generations.prompt, '')));
}
