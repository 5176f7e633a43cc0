import {
  type AssetState,
  type CampaignDraft,
  type CampaignKind,
  type CampaignStage,
  campaignPrices,
  campaignRules,
  campaignStage,
  canReplace,
  type DraftProblem,
  draftProblems,
  type Language,
  type Money,
  money,
  type OrderStatus,
} from '@backlot/core';
import { tables } from '@backlot/db';
import { and, asc, desc, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { SharedCtx, SharedEntry } from '../cache.ts';
import type { Ctx, MemberCtx } from '../context.ts';
import { readAddressExpiresInSeconds, shownFrom } from '../media/read-address.ts';
import { oneOr404 } from '../rows.ts';

const film = alias(tables.assets, 'film');
const poster = alias(tables.assets, 'poster');

/** A campaign as its owner sees it. */
export type CampaignView = {
  campaignId: string;
  kind: CampaignKind;
  stage: CampaignStage;
  draft: CampaignDraft;
  /** What still stands between the draft and Confirm. */
  problems: DraftProblem[];
  price: Money;
  order: { status: OrderStatus; attempt: number; refunded: Money } | null;
  film: FilmView | null;
  posterAssetId: string | null;
  /** Where the stored poster is shown from; null until storage has it. Lives an hour. */
  posterUrl: string | null;
  averageColour: string | null;
  /** What a moderator said last, when it asks something of the owner. */
  lastReason: string | null;
  /** Until when a rejection may be appealed; null when it may not. */
  appealUntil: string | null;
  publicPath: string | null;
  updatedAt: string;
};

export type FilmView = {
  assetId: string;
  state: AssetState;
  sha256: string;
  sizeBytes: number;
  durationMs: number | null;
  originalName: string;
  replaceable: boolean;
};

function campaignRows(ctx: MemberCtx) {
  return ctx.db
    .select({ campaign: tables.campaigns, order: tables.orders, film, poster })
    .from(tables.campaigns)
    .leftJoin(tables.orders, eq(tables.orders.campaignId, tables.campaigns.id))
    .leftJoin(film, eq(film.id, tables.campaigns.filmAssetId))
    .leftJoin(
      poster,
      and(eq(poster.id, tables.campaigns.posterAssetId), inArray(poster.state, ['stored', 'published'])),
    )
    .$dynamic();
}
type Row = Awaited<ReturnType<typeof campaignRows>>[number];

/** One campaign of the actor's own. */
export async function viewCampaign(ctx: MemberCtx, input: { campaignId: string }): Promise<CampaignView> {
  const row = oneOr404(
    await campaignRows(ctx).where(
      and(eq(tables.campaigns.id, input.campaignId), eq(tables.campaigns.ownerId, ctx.actor.memberId)),
    ),
  );
  const reviews = row.film
    ? await ctx.db
        .select()
        .from(tables.reviews)
        .where(and(eq(tables.reviews.campaignId, row.campaign.id), isNotNull(tables.reviews.decidedAt)))
        .orderBy(asc(tables.reviews.decidedAt))
    : [];
  return view(ctx, row, reviews);
}

/** The actor's campaigns, the one touched last first. */
export async function listCampaigns(ctx: MemberCtx): Promise<CampaignView[]> {
  const rows = await campaignRows(ctx)
    .where(eq(tables.campaigns.ownerId, ctx.actor.memberId))
    .orderBy(desc(tables.campaigns.updatedAt))
    .limit(100);
  return Promise.all(rows.map((row) => view(ctx, row, [])));
}

async function view(
  ctx: MemberCtx,
  row: Row,
  reviews: (typeof tables.reviews.$inferSelect)[],
): Promise<CampaignView> {
  const { campaign, order } = row;
  const stage = campaignStage(campaign.status, order?.status ?? null, row.film?.state ?? null);
  const appealed = reviews.some((review) => review.kind === 'appeal' && review.assetId === row.film?.id);
  const appealEnds = (row.film?.decidedAt?.getTime() ?? 0) + campaignRules.appealWithinMs;
  const mayAppeal = row.film?.state === 'rejected' && !appealed && appealEnds >= ctx.now().getTime();
  return {
    campaignId: campaign.id,
    kind: campaign.kind,
    stage,
    draft: campaign.draft,
    problems: campaign.status === 'draft' ? draftProblems(campaign.draft, { payoutsActive: false }) : [],
    price: order ? money(order.amountMinor, order.currency) : campaignPrices[campaign.kind],
    order: order && {
      status: order.status,
      attempt: order.attempt,
      refunded: money(order.refundedMinor, order.currency),
    },
    film: row.film && {
      assetId: row.film.id,
      state: row.film.state,
      sha256: row.film.sha256,
      sizeBytes: row.film.sizeBytes,
      durationMs: row.film.durationMs,
      originalName: row.film.originalName,
      replaceable: campaign.status === 'ordered' && canReplace(row.film.state),
    },
    posterAssetId: campaign.posterAssetId,
    posterUrl: await shownFrom(ctx, row.poster),
    averageColour: row.film?.averageColour ?? campaign.draft.film?.poster?.averageColour ?? null,
    lastReason: ['changes_requested', 'rejected'].includes(stage) ? (reviews.at(-1)?.reason ?? null) : null,
    appealUntil: mayAppeal ? new Date(appealEnds).toISOString() : null,
    publicPath: campaign.status === 'published' ? `/c/${campaign.slug}` : null,
    updatedAt: campaign.updatedAt.toISOString(),
  };
}

/** A published campaign as everybody sees it. Addresses are minted for this view and live an hour. */
export type PublicCampaign = {
  slug: string;
  title: string;
  brief: string;
  by: string;
  language: Language;
  publishedAt: string;
  durationMs: number;
  widthPx: number;
  heightPx: number;
  posterUrl: string | null;
  averageColour: string | null;
};

function publishedRows(ctx: SharedCtx) {
  return (
    ctx.db
      .select({ campaign: tables.campaigns, film, poster })
      .from(tables.campaigns)
      .innerJoin(film, and(eq(film.id, tables.campaigns.filmAssetId), eq(film.state, 'published')))
      // Who waits to be erased is not shown any more.
      .innerJoin(
        tables.members,
        and(eq(tables.members.id, tables.campaigns.ownerId), isNull(tables.members.eraseAt)),
      )
      .leftJoin(poster, and(eq(poster.id, tables.campaigns.posterAssetId), eq(poster.state, 'published')))
      .$dynamic()
  );
}
type PublishedRow = Awaited<ReturnType<typeof publishedRows>>[number];

/** What everybody may know of a published campaign, and where its pictures stand; addresses are made for each view. */
type PublishedFacts = Omit<PublicCampaign, 'posterUrl'> & {
  film: { key: string; contentType: string };
  poster: { key: string; contentType: string } | null;
};

const publishedList: SharedEntry<null, PublishedFacts[]> = {
  name: 'published-list',
  tags: ['published'],
  keyOf: () => '',
  async load(ctx) {
    const rows = await publishedRows(ctx)
      .where(eq(tables.campaigns.status, 'published'))
      .orderBy(desc(tables.campaigns.publishedAt))
      .limit(24);
    return rows.map(factsOf);
  },
};

const publishedPage: SharedEntry<{ slug: string }, PublishedFacts> = {
  name: 'published-page',
  tags: ['published'],
  keyOf: ({ slug }) => slug,
  async load(ctx, { slug }) {
    const rows = await publishedRows(ctx).where(
      and(eq(tables.campaigns.slug, slug), eq(tables.campaigns.status, 'published')),
    );
    return factsOf(oneOr404(rows));
  },
};

/** Published campaigns, newest first. */
export async function listPublished(ctx: Ctx): Promise<PublicCampaign[]> {
  const all = await ctx.cache.read(ctx, publishedList, null);
  return Promise.all(all.map((facts) => publicView(ctx, facts)));
}

/** One published campaign with its film. NOT_FOUND unless it is public. */
export async function viewPublished(
  ctx: Ctx,
  input: { slug: string },
): Promise<PublicCampaign & { filmUrl: string }> {
  const facts = await ctx.cache.read(ctx, publishedPage, input);
  const filmUrl = await ctx.ports.objects.presignRead({
    ...facts.film,
    expiresInSeconds: readAddressExpiresInSeconds,
  });
  return { ...(await publicView(ctx, facts)), filmUrl };
}

async function publicView(ctx: Ctx, facts: PublishedFacts): Promise<PublicCampaign> {
  const { film: _film, poster, ...rest } = facts;
  return { ...rest, posterUrl: await shownFrom(ctx, poster) };
}

function factsOf({ campaign, film, poster }: PublishedRow): PublishedFacts {
  return {
    slug: campaign.slug,
    title: campaign.title ?? '',
    brief: campaign.brief ?? '',
    by: campaign.personName ?? '',
    language: campaign.language ?? 'en',
    publishedAt: campaign.publishedAt?.toISOString() ?? campaign.updatedAt.toISOString(),
    durationMs: film.durationMs ?? 0,
    widthPx: film.widthPx ?? 16,
    heightPx: film.heightPx ?? 9,
    averageColour: film.averageColour,
    film: { key: film.key, contentType: film.contentType },
    poster: poster && { key: poster.key, contentType: poster.contentType },
  };
}
