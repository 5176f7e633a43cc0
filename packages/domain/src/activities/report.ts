import type { UsageRecord } from '@backlot/core';
import type { ReportedActivity } from '@backlot/core/schemas';
import { tables } from '@backlot/db';
import { inArray, or } from 'drizzle-orm';
import { type Ctx, inTransaction } from '../context.ts';
import { recordUsage } from '../usage/record-usage.ts';

/**
 * Keeps what a browser reports of its reader. Sent again, an activity counts once. What is about a campaign that does not
 * exist is dropped without a word, so that nothing can be probed; and so are steps of making or paying for a campaign
 * unless they come from its owner.
 * @returns how many were kept for the first time
 */
export async function reportActivities(
  ctx: Ctx,
  input: { activities: readonly ReportedActivity[] },
): Promise<{ kept: number }> {
  const now = ctx.now().getTime();
  const memberId = ctx.actor.kind === 'member' ? ctx.actor.memberId : null;
  const campaigns = await campaignsNamed(ctx, input.activities);
  const rows = input.activities.flatMap((activity) => {
    const campaign = activity.campaign === null ? null : campaigns.get(activity.campaign);
    if (campaign === undefined) return [];
    const isOwnersAffair = activity.kind !== 'page.viewed' || activity.detail === 'editCampaign';
    if (isOwnersAffair && (memberId === null || campaign?.ownerId !== memberId)) return [];
    // A page that only its owner sees; who asks for another's is shown that there is nothing.
    if (activity.detail === 'campaign' && campaign?.ownerId !== memberId) return [];
    return [
      {
        id: activity.id,
        kind: activity.kind,
        detail: activity.detail,
        campaignId: campaign?.id ?? null,
        memberId,
        at: new Date(now - activity.agoMs),
      },
    ];
  });
  if (rows.length === 0) return { kept: 0 };
  const owners = new Map([...campaigns.values()].map(({ id, ownerId }) => [id, ownerId]));
  return inTransaction(ctx, async (ctx) => {
    const kept = await ctx.tx
      .insert(tables.activities)
      .values(rows)
      .onConflictDoNothing({ target: tables.activities.id })
      .returning({
        id: tables.activities.id,
        campaignId: tables.activities.campaignId,
        at: tables.activities.at,
      });
    await recordUsage(ctx, metered(kept, owners));
    return { kept: kept.length };
  });
}

/**
 * One usage record for each owner and hour of what was kept now, on whoever's campaigns it is about. An activity is kept
 * once, so a record named after one of them is as well.
 */
function metered(
  kept: readonly { id: string; campaignId: string | null; at: Date }[],
  owners: ReadonlyMap<string, string>,
): UsageRecord[] {
  const groups = new Map<string, UsageRecord>();
  for (const { id, campaignId, at } of kept) {
    const memberId = campaignId === null ? undefined : owners.get(campaignId);
    if (memberId === undefined) continue;
    const group = `${memberId} ${Math.floor(at.getTime() / 3_600_000)}`;
    const known = groups.get(group);
    if (known) groups.set(group, { ...known, quantity: known.quantity + 1n });
    else
      groups.set(group, {
        key: `activities:${id}`,
        memberId,
        meter: 'analytics.event',
        quantity: 1n,
        happenedAt: at,
      });
  }
  return [...groups.values()];
}

/** Campaigns by what they are called in the report, an id or a slug. A slug has no dashes, so neither is the other. */
async function campaignsNamed(ctx: Ctx, activities: readonly ReportedActivity[]) {
  const names = [...new Set(activities.flatMap(({ campaign }) => campaign ?? []))];
  const ids = names.filter((name) => name.includes('-'));
  const slugs = names.filter((name) => !name.includes('-'));
  const found = new Map<string, { id: string; ownerId: string }>();
  if (names.length === 0) return found;
  const rows = await ctx.db
    .select({
      id: tables.campaigns.id,
      slug: tables.campaigns.slug,
      ownerId: tables.campaigns.ownerId,
    })
    .from(tables.campaigns)
    .where(or(inArray(tables.campaigns.id, ids), inArray(tables.campaigns.slug, slugs)));
  for (const row of rows) for (const name of [row.id, row.slug]) found.set(name, row);
  return found;
}
