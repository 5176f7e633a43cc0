import { Readable } from 'node:stream';
import { BacklotError } from '@backlot/core';
import { idSchema } from '@backlot/core/schemas';
import { type Ctx, openOriginal } from '@backlot/domain';
import { attachment } from '@backlot/providers';
import { Hono } from 'hono';
import type { Sessions } from './session.ts';

/**
 * Videos that could not be stored, passed on from where their provider has them, to their owner alone. What comes is foreign
 * bytes: they are called a video whatever they are, and no browser guesses otherwise.
 */
export function originals(parts: { ctx: Ctx; sessions: Sessions }): Hono {
  return new Hono().get('/:videoId/original', async (c) => {
    const { actor } = await parts.sessions.identify(c.req.header('cookie') ?? null);
    const videoId = idSchema.safeParse(c.req.param('videoId'));
    if (actor.kind !== 'member' || !videoId.success) throw new BacklotError('NOT_FOUND');
    const range = rangeOf(c.req.header('range'));
    const original = await openOriginal(
      { ...parts.ctx, actor },
      { videoId: videoId.data, offset: range?.start ?? 0, signal: c.req.raw.signal },
    );
    const { sizeBytes, offset } = original;
    c.header('Content-Type', 'video/mp4');
    c.header('Cache-Control', 'private, no-store');
    if (c.req.query('download') === '1') c.header('Content-Disposition', attachment(`${original.title}.mp4`));
    const isPart = range !== null && range.start === offset && sizeBytes !== null && offset < sizeBytes;
    const end = isPart && sizeBytes !== null ? Math.min(range.endExclusive, sizeBytes) : sizeBytes;
    if (end !== null) c.header('Content-Length', String(end - offset));
    if (sizeBytes !== null) c.header('Accept-Ranges', 'bytes');
    if (isPart && end !== null) c.header('Content-Range', `bytes ${offset}-${end - 1}/${sizeBytes}`);
    const bytes = upTo(original.bytes, end === null ? null : end - offset);
    return c.body(
      Readable.toWeb(Readable.from(bytes, { objectMode: false })) as ReadableStream<Uint8Array>,
      isPart ? 206 : 200,
    );
  });
}

/** One range with a beginning; any other is answered with everything, as a server may (RFC 9110, 14.2). */
function rangeOf(header: string | undefined): { start: number; endExclusive: number } | null {
  const [, first, last] = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === undefined) return null;
  const start = Number(first);
  const endExclusive = last ? Number(last) + 1 : Number.POSITIVE_INFINITY;
  return endExclusive > start ? { start, endExclusive } : null;
}

async function* upTo(bytes: AsyncIterable<Uint8Array>, most: number | null): AsyncGenerator<Uint8Array> {
  let left = most ?? Number.POSITIVE_INFINITY;
  for await (const chunk of bytes) {
    yield left < chunk.byteLength ? chunk.subarray(0, left) : chunk;
    left -= chunk.byteLength;
    if (left <= 0) return;
  }
}
