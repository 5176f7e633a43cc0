import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { GenerationState, VideoFailure, VideoStorage } from '@backlot/core';
import { videoKey } from '@backlot/core';
import { tables } from '@backlot/db';
import { filmBytes, promiseOf, sha256Hex } from './films.ts';
import type { House } from './house.ts';

const posters = fileURLToPath(new URL('../../scripts/demo/films/', import.meta.url));

type Wanted = {
  prompt: string;
  title?: string;
  state?: GenerationState;
  failure?: VideoFailure;
  storage?: VideoStorage;
  copied?: { bytes: number; ofBytes: number | null; failure?: string };
  /** A poster of the demo: `rain`, `sea` … */
  poster?: string;
  binned?: boolean;
  minutesAgo?: number;
};

/**
 * Puts a video as it stands at some moment of its life into the database, with its file and poster in storage when it is
 * stored: for looking at pages, which do not care how it came there.
 */
export async function videoAt(house: House, email: string, wanted: Wanted): Promise<string> {
  const { ctx } = house;
  const { generations, videos } = tables;
  const [member] = await house.sql<{ id: string }[]>`select id from members where email = ${email}`;
  if (!member) throw new Error(`nobody is called ${email}`);
  const id = ctx.newId();
  const memberId = member.id;
  const createdAt = new Date(ctx.now().getTime() - (wanted.minutesAgo ?? 1) * 60_000);
  const storage = wanted.storage ?? 'awaiting';
  const stored = storage === 'stored';
  await ctx.db.insert(generations).values({
    ...{ id, memberId, requestKey: ctx.newId(), provider: 'generic', prompt: wanted.prompt },
    ...{ durationSeconds: 5, aspect: '16:9', failure: wanted.failure ?? null, reservationId: ctx.newId() },
    state: wanted.state ?? 'completed',
    deadlineAt: new Date(createdAt.getTime() + 7_200_000),
    createdAt,
  });
  await ctx.db.insert(videos).values({
    ...{ id, generationId: id, memberId, ordinal: 0, title: wanted.title ?? wanted.prompt, storage },
    assetId: stored ? await fileOf(house, memberId, id) : null,
    posterAssetId: stored && wanted.poster ? await posterOf(house, memberId, wanted.poster) : null,
    archivedBytes: wanted.copied?.bytes ?? 0,
    sourceSizeBytes: wanted.copied?.ofBytes ?? null,
    lastFailure: wanted.copied?.failure ?? null,
    nextTryAt: wanted.copied?.failure && storage === 'pending' ? new Date(Date.now() + 600_000) : null,
    storedAt: stored ? createdAt : null,
    keepUntil: stored ? new Date(createdAt.getTime() + 30 * 86_400_000) : null,
    binnedAt: wanted.binned ? ctx.now() : null,
    createdAt,
    updatedAt: createdAt,
  });
  return id;
}

async function fileOf(house: House, memberId: string, videoId: string): Promise<string> {
  const bytes = filmBytes('sample_with_increasing_timestamps_320w_240h.mp4');
  const { durationMs, widthPx, heightPx } = await promiseOf(bytes, 'sample.mp4');
  const facts = { durationMs, widthPx, heightPx };
  return keep(house, memberId, 'video', videoKey({ memberId, id: videoId }), 'video/mp4', bytes, facts);
}

const posterOf = (house: House, memberId: string, name: string): Promise<string> =>
  keep(
    house,
    memberId,
    'video_poster',
    `test/${house.ctx.newId()}.webp`,
    'image/webp',
    readFileSync(`${posters}${name}.webp`),
    { averageColour: '#3a3530' },
  );

async function keep(
  { ctx }: House,
  memberId: string,
  purpose: 'video' | 'video_poster',
  key: string,
  contentType: string,
  bytes: Buffer,
  facts: { durationMs?: number; widthPx?: number; heightPx?: number; averageColour?: string },
): Promise<string> {
  const id = ctx.newId();
  const now = ctx.now();
  await ctx.ports.objects.write({
    key,
    contentType,
    bytes: (async function* () {
      yield bytes;
    })(),
  });
  await ctx.db.insert(tables.assets).values({
    ...{ id, memberId, purpose, state: 'stored', key, contentType, sizeBytes: bytes.length },
    ...{ sha256: sha256Hex(bytes), extension: key.slice(key.lastIndexOf('.') + 1), originalName: '' },
    ...facts,
    storedAt: now,
    createdAt: now,
    updatedAt: now,
  });
  return id;
}
