import { BacklotError, expectedVideoBytes, generationRules } from '@backlot/core';
import type { GenerationInput } from '@backlot/core/schemas';
import { tables } from '@backlot/db';
import { and, eq } from 'drizzle-orm';
import { inTransaction, type MemberCtx, type TxCtx } from '../context.ts';
import { oneOr404 } from '../rows.ts';
import { reserveQuota } from '../usage/reserve-quota.ts';
import { holdStorage } from '../usage/stored-bytes.ts';
import { providerFor } from './provider-for.ts';
import { titleOf } from './title-of.ts';

/** A hold that outlives the deadline: whoever ends a generation late still settles or releases its own. */
const holdSeconds = generationRules.deadlineSeconds + 24 * 3_600;

/**
 * Accepts a wish for an AI video: charged to the quota now, asked for by a job. The same `requestKey` is the same wish.
 * QUOTA_EXCEEDED (videos, or storage for what will come), BAD_INPUT for what the provider does not offer,
 * VIDEO_PROVIDER_MISSING when none is configured, NOT_FOUND for a seed picture that is not the member's, WRONG_STATE for one that is not ready.
 */
export async function generateVideo(
  ctx: MemberCtx,
  wish: GenerationInput,
): Promise<{ generationId: string }> {
  const { memberId } = ctx.actor;
  const provider = providerFor(ctx, wish);
  const seedAssetId = wish.seedAssetId ?? null;
  return inTransaction(ctx, async (ctx) => {
    // Whoever presses twice waits here for the first, and finds its generation.
    await ctx.tx
      .select({ id: tables.members.id })
      .from(tables.members)
      .where(eq(tables.members.id, memberId))
      .for('update');
    const own = and(
      eq(tables.generations.memberId, memberId),
      eq(tables.generations.requestKey, wish.requestKey),
    );
    const [known] = await ctx.tx.select({ id: tables.generations.id }).from(tables.generations).where(own);
    if (known) return { generationId: known.id };
    if (seedAssetId !== null) await checkSeed(ctx, memberId, seedAssetId);
    await holdStorage(ctx, memberId, expectedVideoBytes(wish.durationSeconds));
    const { reservationId } = await reserveQuota(ctx, {
      memberId,
      meter: 'video.generation',
      quantity: 1,
      expiresInSeconds: holdSeconds,
    });
    const now = ctx.now();
    const id = ctx.newId();
    await ctx.tx.insert(tables.generations).values({
      ...{ id, memberId, requestKey: wish.requestKey, provider: provider.name, seedAssetId, reservationId },
      prompt: wish.prompt,
      durationSeconds: wish.durationSeconds,
      aspect: wish.aspect,
      state: 'accepted',
      deadlineAt: new Date(now.getTime() + generationRules.deadlineSeconds * 1_000),
      createdAt: now,
    });
    await ctx.tx.insert(tables.videos).values({
      ...{ id, generationId: id, memberId, ordinal: 0, title: titleOf(wish.prompt) },
      storage: 'awaiting',
      createdAt: now,
      updatedAt: now,
    });
    await ctx.queue.enqueue(ctx.tx, 'generation.request', { generationId: id });
    return { generationId: id };
  });
}

/** The picture must be the member's own, brought for this, and made anew. */
async function checkSeed(ctx: TxCtx, memberId: string, assetId: string): Promise<void> {
  const { assets } = tables;
  const seed = oneOr404(
    await ctx.tx
      .select({ state: assets.state })
      .from(assets)
      .where(and(eq(assets.id, assetId), eq(assets.memberId, memberId), eq(assets.purpose, 'seed')))
      .for('share'),
  );
  if (seed.state !== 'stored') throw new BacklotError('WRONG_STATE', { state: seed.state });
}
