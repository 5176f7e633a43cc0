import { Readable } from 'node:stream';
import { idSchema } from '@backlot/core/schemas';
import { type Ctx, readAvatar } from '@backlot/domain';
import { Hono } from 'hono';

/**
 * Pictures for everybody, from the public prefix of a bucket that is private as a whole. A name stands for the same
 * bytes for ever, so caches may keep them; what was taken down is gone here at once.
 */
export function publicImages(ctx: Ctx): Hono {
  return new Hono().get('/avatars/:name{[0-9a-f-]{36}\\.webp}', async (c) => {
    const assetId = idSchema.parse(c.req.param('name').slice(0, -'.webp'.length));
    const { bytes, sizeBytes, contentType } = await readAvatar(ctx, { assetId });
    return c.body(
      Readable.toWeb(Readable.from(bytes, { objectMode: false })) as ReadableStream<Uint8Array>,
      200,
      {
        'Content-Type': contentType,
        'Content-Length': String(sizeBytes),
        'Cache-Control': 'public, max-age=31536000, immutable',
      },
    );
  });
}
