import { BacklotError, type VideoMessage } from '@backlot/core';
import { idSchema } from '@backlot/core/schemas';
import { type Ctx, findGeneration, generationOfToken, openInbox, videoMessage } from '@backlot/domain';
import { readLumaHint, type SigningProviderName, type VideoDoor } from '@backlot/providers';
import { type Context, Hono } from 'hono';
import { limitBody } from '../limit-body.ts';
import type { Door } from '../limits.ts';
import { verifiedOrCounted } from './verified-or-counted.ts';

export type VideoDoors = ReadonlyMap<SigningProviderName, VideoDoor>;

/** A message names a video and where it is; more than this is no message (specification of the studio). */
const messageBytesMax = 64 * 1024;

/**
 * The call-backs of video providers: verify → find → keep → 200; what they mean is worked out by a job.
 * `/video-complete` is the generic one. The others come to an address that names the generation, which we gave to the provider and
 * nobody else; where they are not signed besides, that proves too little, and they only make us read the job again.
 */
export function videoWebhooks(ctx: Ctx, doors: VideoDoors, door: Door): Hono {
  const receive = openInbox(ctx);
  return new Hono()
    .use(limitBody(messageBytesMax))
    .post('/video-complete', async (c) => {
      const message = await verifiedOrCounted(c, door, () => judged(c, ctx, doors.get('generic')));
      const videoId = idSchema.parse(message.videoId);
      const { generationId } = await findGeneration(ctx, { ...message, provider: 'generic', videoId });
      const { report, jobId } = message;
      if (report?.status === 'completed' && report.outputs.length === 0)
        throw new BacklotError('BAD_INPUT', { fields: ['videoUrl'] });
      // The same thing said twice of a video is one message, under whatever name it comes.
      const externalId = `${generationId}:${report?.status}`;
      await receive(videoMessage('generic', generationId, { externalId, jobId, report }));
      return c.json({ success: true });
    })
    .post('/video/:provider/:token', async (c) => {
      const provider = callingBack.find((name) => name === c.req.param('provider'));
      const message = await verifiedOrCounted(c, door, async () => {
        const videoId = generationOfToken(ctx, c.req.param('token'));
        if (!provider || videoId === null) throw new BacklotError('NOT_FOUND');
        const said =
          provider === 'luma'
            ? readLumaHint({ rawBody: await bodyOf(c), videoId })
            : await judged(c, ctx, doors.get(provider));
        return { ...said, provider, videoId };
      });
      const { generationId } = await findGeneration(ctx, message);
      const externalId = `${generationId}:${message.externalId}`;
      await receive(videoMessage(message.provider, generationId, { ...message, externalId }));
      return c.json({ success: true });
    });
}

/** Providers to whom we give an address that names the generation. */
const callingBack = ['fal', 'replicate', 'luma'] as const;

const bodyOf = async (c: Context) => new Uint8Array(await c.req.arrayBuffer());

/** Without a configured provider there is nobody whose messages are taken. */
async function judged(c: Context, ctx: Ctx, judge: VideoDoor | undefined): Promise<VideoMessage> {
  if (!judge) throw new BacklotError('NOT_FOUND');
  return judge({ rawBody: await bodyOf(c), headers: c.req.raw.headers, nowMs: ctx.now().getTime() });
}
