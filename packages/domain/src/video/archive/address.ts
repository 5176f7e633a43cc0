import { expiresSoon } from '@backlot/core';
import { type StoredSource, tables } from '@backlot/db';
import { eq } from 'drizzle-orm';
import type { Ctx } from '../../context.ts';
import { ask } from '../follow.ts';
import { keepSource } from '../stored-report.ts';
import { type Claim, changed, type VideoRow } from './claim.ts';

/** When the address expires at which a video lies; null when nobody said, or there is none. */
export const expiresAtMs = ({ source }: Pick<VideoRow, 'source'>): number | null =>
  source?.expiresAt ? Date.parse(source.expiresAt) : null;

/** The claim with an address that has not expired, where the provider has one. */
export async function withLivingAddress(ctx: Ctx, claim: Claim): Promise<Claim> {
  if (!expiresSoon(expiresAtMs(claim.video), ctx.now().getTime())) return claim;
  return (await atNewAddress(ctx, claim)) ?? claim;
}

/**
 * Asks the provider where the file lies now, and writes it down. Some sign an address anew for everyone who asks.
 * @returns the claim with that address; null when it is the same, or the provider has none, or the claim is lost
 */
export async function atNewAddress(ctx: Ctx, claim: Claim): Promise<Claim | null> {
  const { video } = claim;
  const [generation] = await ctx.db
    .select()
    .from(tables.generations)
    .where(eq(tables.generations.id, video.generationId));
  if (!generation?.jobId) return null;
  const report = await ask(ctx, generation, generation.jobId);
  const output = report.status === 'completed' ? report.outputs[video.ordinal] : undefined;
  if (!output) return null;
  const source = keepSource(output);
  if (isSame(source, video.source) || !(await changed(ctx, claim, { source }))) return null;
  return { ...claim, video: { ...video, source } };
}

const isSame = (one: StoredSource, other: StoredSource | null): boolean =>
  other !== null && one.url === other.url && JSON.stringify(one.headers) === JSON.stringify(other.headers);
