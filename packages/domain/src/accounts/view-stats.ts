import { assetStates, isVerified } from '@backlot/core';
import { tables } from '@backlot/db';
import { and, count, eq, inArray, sum } from 'drizzle-orm';
import type { MemberCtx } from '../context.ts';
import { theOne } from '../rows.ts';

/** What a member has here, counted now. */
export type MemberStats = {
  memberSince: string;
  campaigns: number;
  /** Of these, how many everybody can watch. */
  published: number;
  /** Of everything of theirs that storage holds and we have verified. */
  storedBytes: number;
};

export async function viewStats(ctx: MemberCtx): Promise<MemberStats> {
  const { memberId } = ctx.actor;
  const [members, campaigns, stored] = await Promise.all([
    ctx.db.select().from(tables.members).where(eq(tables.members.id, memberId)),
    ctx.db
      .select({ status: tables.campaigns.status, count: count() })
      .from(tables.campaigns)
      .where(eq(tables.campaigns.ownerId, memberId))
      .groupBy(tables.campaigns.status),
    ctx.db
      .select({ bytes: sum(tables.assets.sizeBytes).mapWith(Number) })
      .from(tables.assets)
      .where(
        and(
          eq(tables.assets.memberId, memberId),
          inArray(tables.assets.state, assetStates.filter(isVerified)),
        ),
      ),
  ]);
  return {
    memberSince: theOne(members).createdAt.toISOString(),
    campaigns: campaigns.reduce((total, row) => total + row.count, 0),
    published: campaigns.find((row) => row.status === 'published')?.count ?? 0,
    storedBytes: stored[0]?.bytes ?? 0,
  };
}
