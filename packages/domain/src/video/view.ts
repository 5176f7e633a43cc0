import {
  type Aspect,
  binEndsAt,
  percentStored,
  type VideoAct,
  type VideoFailure,
  type VideoProviderName,
  type VideoShelf,
  type VideoStage,
  videoActsOf,
  videoStage,
} from '@backlot/core';
import { tables } from '@backlot/db';
import {
  and,
  desc,
  eq,
  getTableColumns,
  inArray,
  isNotNull,
  isNull,
  ne,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { MemberCtx } from '../context.ts';
import { shownFrom } from '../media/read-address.ts';
import { oneOr404 } from '../rows.ts';
import { isoOrNull, pageAfter, pageEnd } from './pages.ts';

const file = alias(tables.assets, 'file');
const poster = alias(tables.assets, 'video_poster');
const seed = alias(tables.assets, 'seed');

/** A video as its owner sees it. The provider's address is not part of it. */
export type VideoView = {
  videoId: string;
  generationId: string;
  title: string;
  prompt: string;
  provider: VideoProviderName;
  /** What was asked for; what came is in `file`. */
  durationSeconds: number;
  aspect: Aspect;
  /** The picture that it began with, while that is still there. */
  seedAssetId: string | null;
  stage: VideoStage;
  acts: readonly VideoAct[];
  /** Why there is none, for a generation that failed. */
  failure: VideoFailure | null;
  /** How far the copy is. `percent` is null while the size is not known. */
  copy: { bytes: number; ofBytes: number | null; percent: number | null };
  /** Why the last try to copy it failed, and when the next begins by itself. */
  copyFailure: string | null;
  nextTryAt: string | null;
  file: {
    sizeBytes: number;
    durationMs: number | null;
    widthPx: number | null;
    heightPx: number | null;
  } | null;
  /** Made by the worker soon after the video is stored; null before, and where its bytes give no picture. */
  posterUrl: string | null;
  /** Of its poster, as #rrggbb. */
  averageColour: string | null;
  /** Its last day by the plan; null when it is kept for ever. */
  keepUntil: string | null;
  /** When it leaves the bin for good; null when it is not there. */
  binEndsAt: string | null;
  createdAt: string;
  storedAt: string | null;
};

const { source: _secret, progress: _inner, ...shown } = getTableColumns(tables.videos);

function videoRows(ctx: MemberCtx) {
  return ctx.db
    .select({ video: shown, generation: tables.generations, file, poster, seedAssetId: seed.id })
    .from(tables.videos)
    .innerJoin(tables.generations, eq(tables.generations.id, tables.videos.generationId))
    .leftJoin(file, eq(file.id, tables.videos.assetId))
    .leftJoin(poster, and(eq(poster.id, tables.videos.posterAssetId), eq(poster.state, 'stored')))
    .leftJoin(seed, and(eq(seed.id, tables.generations.seedAssetId), eq(seed.state, 'stored')))
    .$dynamic();
}
type Row = Awaited<ReturnType<typeof videoRows>>[number];

const own = (ctx: MemberCtx) => eq(tables.videos.memberId, ctx.actor.memberId);

/** One video of the actor's own, be it in the bin. */
export async function viewVideo(ctx: MemberCtx, input: { videoId: string }): Promise<VideoView> {
  const rows = await videoRows(ctx).where(
    and(own(ctx), eq(tables.videos.id, input.videoId), ne(tables.videos.storage, 'deleted')),
  );
  return view(ctx, oneOr404(rows));
}

/** How many lie on each shelf, and what emptying the bin would free. */
export type VideoTotals = Record<VideoShelf, number> & { binSizeBytes: number };

/** As many as a screen shows a few times over. */
const pageLength = 24;

/**
 * The actor's videos, newest first, a page at a time.
 * @returns `after` of the next page, null at the end; counts with the first page only, which is where they are shown
 */
export async function listVideos(
  ctx: MemberCtx,
  input: { shelf: VideoShelf; after?: string | null | undefined },
): Promise<{
  videos: VideoView[];
  after: string | null;
  totals: VideoTotals | null;
}> {
  const { videos } = tables;
  const [rows, totals] = await Promise.all([
    videoRows(ctx)
      .where(and(own(ctx), onShelf[input.shelf], pageAfter(input.after)))
      .orderBy(desc(videos.createdAt), desc(videos.id))
      .limit(pageLength + 1),
    input.after == null ? countVideos(ctx) : null,
  ]);
  const page = rows.slice(0, pageLength);
  const last = rows.length > pageLength ? page.at(-1) : undefined;
  return {
    videos: await Promise.all(page.map((row) => view(ctx, row))),
    after: last ? pageEnd(last.video) : null,
    totals,
  };
}

/**
 * The actor's videos that are being made or stored, for a mark on every page: no more than is needed to say how many, and which one
 * has come to its end.
 */
export async function movingVideos(ctx: MemberCtx): Promise<{ videoIds: string[] }> {
  const rows = await ctx.db
    .select({ id: videos.id })
    .from(videos)
    .innerJoin(generations, eq(generations.id, videos.generationId))
    .where(and(own(ctx), onShelf.in_progress))
    .orderBy(desc(videos.createdAt), desc(videos.id))
    .limit(movingMost);
  return { videoIds: rows.map(({ id }) => id) };
}

/** More than anybody has at once, or wants to count. */
const movingMost = 100;

const { videos, generations } = tables;
const hasFailed = inArray(generations.state, ['failed', 'cancelled']);
const shelved = and(isNull(videos.binnedAt), ne(videos.storage, 'deleted'));
const onShelf: Readonly<Record<VideoShelf, SQL | undefined>> = {
  all: shelved,
  in_progress: and(
    shelved,
    or(
      inArray(videos.storage, ['pending', 'processing']),
      and(eq(videos.storage, 'awaiting'), sql`not ${hasFailed}`),
    ),
  ),
  ready: and(shelved, eq(videos.storage, 'stored')),
  failed: and(shelved, or(eq(videos.storage, 'failed'), and(eq(videos.storage, 'awaiting'), hasFailed))),
  bin: and(isNotNull(videos.binnedAt), ne(videos.storage, 'deleted')),
};

async function countVideos(ctx: MemberCtx): Promise<VideoTotals> {
  const [shelves, binSizeBytes] = await Promise.all([countShelves(ctx), sumBin(ctx)]);
  return { ...shelves, binSizeBytes };
}

async function countShelves(ctx: MemberCtx): Promise<Record<VideoShelf, number>> {
  const count = (shelf: VideoShelf) => sql<number>`(count(*) filter (where ${onShelf[shelf]}))::int`;
  const [row] = await ctx.db
    .select({
      all: count('all'),
      in_progress: count('in_progress'),
      ready: count('ready'),
      failed: count('failed'),
      bin: count('bin'),
    })
    .from(videos)
    .innerJoin(generations, eq(generations.id, videos.generationId))
    .where(own(ctx));
  return row ?? { all: 0, in_progress: 0, ready: 0, failed: 0, bin: 0 };
}

async function sumBin(ctx: MemberCtx): Promise<number> {
  const [row] = await ctx.db
    .select({
      sizeBytes: sql<string>`coalesce(sum(${file.sizeBytes}), 0) + coalesce(sum(${poster.sizeBytes}), 0)`,
    })
    .from(videos)
    .leftJoin(file, eq(file.id, videos.assetId))
    .leftJoin(poster, eq(poster.id, videos.posterAssetId))
    .where(and(own(ctx), onShelf.bin));
  return Number(row?.sizeBytes ?? 0);
}

async function view(
  ctx: MemberCtx,
  { video, generation, file, poster, seedAssetId }: Row,
): Promise<VideoView> {
  const stage = videoStage(generation.state, video.storage, video.binnedAt !== null);
  const { archivedBytes: bytes, sourceSizeBytes: ofBytes } = video;
  return {
    videoId: video.id,
    generationId: generation.id,
    title: video.title,
    prompt: generation.prompt,
    provider: generation.provider,
    durationSeconds: generation.durationSeconds,
    aspect: generation.aspect,
    seedAssetId,
    stage,
    acts: videoActsOf[stage],
    failure: generation.failure,
    copy: { bytes, ofBytes, percent: percentStored(bytes, ofBytes) },
    copyFailure: video.lastFailure,
    nextTryAt: isoOrNull(video.nextTryAt),
    file: file && {
      sizeBytes: file.sizeBytes,
      durationMs: file.durationMs,
      widthPx: file.widthPx,
      heightPx: file.heightPx,
    },
    posterUrl: await shownFrom(ctx, poster),
    averageColour: poster?.averageColour ?? null,
    keepUntil: isoOrNull(video.keepUntil),
    binEndsAt: video.binnedAt && binEndsAt(video.binnedAt).toISOString(),
    createdAt: video.createdAt.toISOString(),
    storedAt: isoOrNull(video.storedAt),
  };
}
