import { BacklotError, generationRules, type VideoFailure, videoFailures } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, eq, isNull } from 'drizzle-orm';
import { tokenOf } from '../accounts/sign-in-token.ts';
import { type Ctx, inTransaction, type TxCtx } from '../context.ts';
import { readAddressExpiresInSeconds } from '../media/read-address.ts';
import { settleReport } from './settle-report.ts';
import { tellGeneration } from './tell-generation.ts';

export type GenerationRow = typeof tables.generations.$inferSelect;

/** Names the generation in the address that a provider calls back; whoever did not get it from us cannot make it. */
export const callbackPurpose = 'video-callback';

/**
 * Asks the provider for an accepted generation. After a run that died it is asked again under the same idempotency key, or, where
 * the provider knows none, when there was time to hear of the job. Who cancelled meanwhile has the job ended at the provider.
 */
export async function requestVideo(ctx: Ctx, input: { generationId: string }): Promise<void> {
  const [generation] = await ctx.db
    .select()
    .from(tables.generations)
    .where(eq(tables.generations.id, input.generationId));
  if (generation?.state !== 'accepted') return;
  const provider = ctx.ports.videos.get(generation.provider);
  const late = generation.deadlineAt <= ctx.now();
  if (!provider || late) return fail(ctx, generation, late ? 'timed_out' : 'provider_failed');
  if (!provider.offers.idempotent && !(await mayRequest(ctx, generation))) return;
  let jobId: string;
  try {
    ({ jobId } = await provider.request({
      idempotencyKey: generation.id,
      videoId: generation.id,
      prompt: generation.prompt,
      durationSeconds: generation.durationSeconds,
      aspect: generation.aspect,
      seedImageUrl: await seedUrlOf(ctx, generation),
      callbackUrl: callbackUrlOf(ctx, generation, provider.offers.tells),
    }));
  } catch (error) {
    const failure = refusalOf(error);
    if (failure === null) {
      if (error instanceof BacklotError && error.data.heard !== true) await wasNotHeard(ctx, generation);
      throw error;
    }
    return fail(ctx, generation, failure);
  }
  await inTransaction(ctx, (ctx) => settleRequested(ctx, generation, jobId));
}

/** Of several runs one asks; the others come again when there was time to hear what became of it. */
function mayRequest(ctx: Ctx, { id: generationId }: GenerationRow): Promise<boolean> {
  return inTransaction(ctx, async (ctx) => {
    const { generations } = tables;
    const open = and(
      eq(generations.id, generationId),
      eq(generations.state, 'accepted'),
      isNull(generations.jobId),
    );
    const [row] = await ctx.tx
      .select({ since: generations.requestingSince })
      .from(generations)
      .where(open)
      .for('update');
    if (!row) return false;
    const now = ctx.now();
    const againAt = row.since && new Date(row.since.getTime() + generationRules.requestAgainSeconds * 1_000);
    if (againAt && againAt > now) {
      await ctx.queue.enqueue(ctx.tx, 'generation.request', { generationId }, { startAfter: againAt });
      return false;
    }
    await ctx.tx.update(generations).set({ requestingSince: now }).where(open);
    return true;
  });
}

/** The provider took nothing: the next run may ask at once. */
async function wasNotHeard(ctx: Ctx, { id }: GenerationRow): Promise<void> {
  const { generations } = tables;
  await ctx.db.update(generations).set({ requestingSince: null }).where(eq(generations.id, id));
}

/** Takes the name of a job from a message, when the run that asked for it died before it wrote it down. */
export async function adoptJob(ctx: TxCtx, input: { generationId: string; jobId: string }): Promise<void> {
  const { generations } = tables;
  const [nameless] = await ctx.tx
    .select()
    .from(generations)
    .where(and(eq(generations.id, input.generationId), isNull(generations.jobId)))
    .for('update');
  if (nameless) await settleRequested(ctx, nameless, input.jobId);
}

async function settleRequested(ctx: TxCtx, generation: GenerationRow, jobId: string): Promise<void> {
  const { generations } = tables;
  const now = ctx.now();
  const nextAskAt = new Date(now.getTime() + generationRules.firstAskSeconds * 1_000);
  const begun = await ctx.tx
    .update(generations)
    .set({ state: 'processing', jobId, requestingSince: null, requestedAt: now, nextAskAt })
    .where(and(eq(generations.id, generation.id), eq(generations.state, 'accepted')))
    .returning({ id: generations.id });
  if (begun.length > 0) {
    const followed = { generationId: generation.id };
    await ctx.queue.enqueue(ctx.tx, 'generation.follow', followed, { startAfter: nextAskAt });
    await tellGeneration(ctx, generation);
    return;
  }
  // Another run was faster, or a message came before the answer, or it was cancelled: the job's name is still needed.
  const [row] = await ctx.tx
    .update(generations)
    .set({ jobId, requestingSince: null, requestedAt: now })
    .where(and(eq(generations.id, generation.id), isNull(generations.jobId)))
    .returning({ state: generations.state });
  if (row?.state === 'cancelled' || row?.state === 'failed')
    await ctx.queue.enqueue(ctx.tx, 'generation.cancel', { generationId: generation.id });
}

const fail = (ctx: Ctx, { id }: GenerationRow, failure: VideoFailure): Promise<void> =>
  inTransaction(ctx, (ctx) =>
    settleReport(ctx, { generationId: id, toldBy: 'asking', report: { status: 'failed', failure } }),
  );

/** Why the provider will never make it; null for any other error. */
function refusalOf(error: unknown): VideoFailure | null {
  if (!(error instanceof BacklotError) || error.code !== 'VIDEO_REFUSED') return null;
  return videoFailures.find((failure) => failure === error.data.failure) ?? 'provider_failed';
}

function callbackUrlOf(ctx: Ctx, generation: GenerationRow, tells: string): string | null {
  if (tells === 'nothing') return null;
  const webhooks = `${ctx.settings.publicUrl}/api/webhooks`;
  if (generation.provider === 'generic') return `${webhooks}/video-complete`;
  const token = tokenOf(callbackPurpose, generation.id, ctx.settings.linkSecret);
  return `${webhooks}/video/${generation.provider}/${token}`;
}

async function seedUrlOf(ctx: Ctx, { seedAssetId }: GenerationRow): Promise<string | null> {
  if (seedAssetId === null) return null;
  const [seed] = await ctx.db.select().from(tables.assets).where(eq(tables.assets.id, seedAssetId));
  if (!seed || seed.state === 'removed') return null;
  const { key, contentType } = seed;
  return ctx.ports.objects.presignRead({ key, contentType, expiresInSeconds: readAddressExpiresInSeconds });
}
