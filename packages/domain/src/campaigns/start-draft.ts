import type { CampaignKind } from '@backlot/core';
import { tables } from '@backlot/db';
import type { MemberCtx } from '../context.ts';
import { newSlug } from '../hashes.ts';

/** Begins a campaign as an empty draft. */
export async function startDraft(
  ctx: MemberCtx,
  input: { kind: CampaignKind },
): Promise<{ campaignId: string }> {
  const now = ctx.now();
  const id = ctx.newId();
  await ctx.db.insert(tables.campaigns).values({
    id,
    slug: newSlug(),
    ownerId: ctx.actor.memberId,
    kind: input.kind,
    status: 'draft',
    draft: { language: ctx.actor.language, completionPriceMinor: 0 },
    createdAt: now,
    updatedAt: now,
  });
  return { campaignId: id };
}
