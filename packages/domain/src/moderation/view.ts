import type { AssetState } from '@backlot/core';
import { tables, type Verdict } from '@backlot/db';
import { and, asc, desc, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { MemberCtx } from '../context.ts';
import { readAddressExpiresInSeconds, shownFrom } from '../media/read-address.ts';
import { oneOr404 } from '../rows.ts';

/** One film in the queue, as moderators see it. */
export type ReviewSummary = {
  reviewId: string;
  kind: 'first' | 'appeal';
  title: string;
  ownerName: string;
  durationMs: number | null;
  waitingSince: string;
  /** Who holds it: nobody, this moderator, or another. */
  held: 'free' | 'mine' | 'other';
  own: boolean;
  posterUrl: string | null;
  averageColour: string | null;
};

export type ReviewView = ReviewSummary & {
  brief: string;
  language: string;
  claimedUntil: string | null;
  assetState: AssetState;
  appealText: string | null;
  labels: { label: string; score: number }[];
  filmUrl: string;
  film: {
    originalName: string;
    sizeBytes: number;
    sha256: string;
    widthPx: number | null;
    heightPx: number | null;
    container: string | null;
  };
  history: { kind: 'first' | 'appeal'; verdict: Verdict; reason: string | null; decidedAt: string }[];
};

const film = alias(tables.assets, 'film');
const poster = alias(tables.assets, 'poster');

function openReviews(ctx: MemberCtx) {
  return ctx.db
    .select({ review: tables.reviews, campaign: tables.campaigns, owner: tables.members, film, poster })
    .from(tables.reviews)
    .innerJoin(tables.campaigns, eq(tables.campaigns.id, tables.reviews.campaignId))
    .innerJoin(tables.members, eq(tables.members.id, tables.campaigns.ownerId))
    .innerJoin(film, eq(film.id, tables.reviews.assetId))
    .leftJoin(
      poster,
      and(eq(poster.id, tables.campaigns.posterAssetId), inArray(poster.state, ['stored', 'published'])),
    )
    .$dynamic();
}

type Row = Awaited<ReturnType<typeof openReviews>>[number];

/** Every undecided film, longest waiting first. */
export async function listReviews(ctx: MemberCtx): Promise<ReviewSummary[]> {
  const rows = await openReviews(ctx)
    .where(and(isNull(tables.reviews.decidedAt), ne(film.state, 'removed')))
    .orderBy(asc(tables.reviews.createdAt))
    .limit(100);
  return Promise.all(rows.map((row) => summary(ctx, row)));
}

/** One film with its player, what it promises, and what was decided before. */
export async function viewReview(ctx: MemberCtx, input: { reviewId: string }): Promise<ReviewView> {
  const row = oneOr404(await openReviews(ctx).where(eq(tables.reviews.id, input.reviewId)));
  const history = await ctx.db
    .select()
    .from(tables.reviews)
    .where(and(eq(tables.reviews.campaignId, row.campaign.id), isNotNull(tables.reviews.decidedAt)))
    .orderBy(desc(tables.reviews.decidedAt));
  return {
    ...(await summary(ctx, row)),
    brief: row.campaign.brief ?? '',
    language: row.campaign.language ?? '',
    claimedUntil: row.review.claimedUntil?.toISOString() ?? null,
    assetState: row.film.state,
    appealText: row.review.appealText,
    labels: row.review.labels,
    filmUrl: await ctx.ports.objects.presignRead({
      key: row.film.key,
      expiresInSeconds: readAddressExpiresInSeconds,
      contentType: row.film.contentType,
    }),
    film: {
      originalName: row.film.originalName,
      sizeBytes: row.film.sizeBytes,
      sha256: row.film.sha256,
      widthPx: row.film.widthPx,
      heightPx: row.film.heightPx,
      container: row.film.container,
    },
    history: history.flatMap((past) =>
      past.verdict && past.decidedAt
        ? [
            {
              kind: past.kind,
              verdict: past.verdict,
              reason: past.reason,
              decidedAt: past.decidedAt.toISOString(),
            },
          ]
        : [],
    ),
  };
}

async function summary(ctx: MemberCtx, row: Row): Promise<ReviewSummary> {
  const { review, campaign, owner } = row;
  const claimed = review.claimedBy !== null && (review.claimedUntil?.getTime() ?? 0) > ctx.now().getTime();
  return {
    reviewId: review.id,
    kind: review.kind,
    title: campaign.title ?? '',
    ownerName: campaign.personName ?? owner.displayName,
    durationMs: row.film.durationMs,
    waitingSince: review.createdAt.toISOString(),
    held: !claimed ? 'free' : review.claimedBy === ctx.actor.memberId ? 'mine' : 'other',
    own: campaign.ownerId === ctx.actor.memberId,
    posterUrl: await shownFrom(ctx, row.poster),
    averageColour: row.film.averageColour,
  };
}
