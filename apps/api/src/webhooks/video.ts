import { BacklotError, type VideoMessage, type VideoProviderName, videoProviderNames } from '@backlot/core';
import { idSchema } from '@backlot/core/schemas';
import { type Ctx, findGeneration, generationOfToken, openInbox, videoMessage } from '@backlot/domain';
import type { SigningProviderName, VideoDoor } from '@backlot/providers';
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
  const keep = async (
    c: Context,
    provider: VideoProviderName,
    generationId: string,
    message: VideoMessage,
  ) => {
    await receive(videoMessage(provider, generationId, message));
    return c.json({ success: true });
  };
  return new Hono()
    .use(limitBody(messageBytesMax))
    .post('/video-complete', async (c) => {
      const judge = doors.get('generic');
      const message = await verifiedOrCounted(c, door, () => judged(c, ctx, judge));
      const videoId = idSchema.parse(message.videoId);
      const { generationId } = await findGeneration(ctx, videoId);
      const { report } = message;
      if (report?.status === 'completed' && report.outputs.length === 0)
        throw new BacklotError('BAD_INPUT', { fields: ['videoUrl'] });
      // The same thing said twice of a video is one message, under whatever name it comes.
      return keep(c, 'generic', generationId, { ...message, externalId: `${videoId}:${report?.status}` });
    })
    .post('/video/:provider/:token', async (c) => {
      const provider = videoProviderNames.find((name) => name === c.req.param('provider'));
      const { generationId, message } = await verifiedOrCounted(c, door, async () => {
        const named = generationOfToken(ctx, c.req.param('token'));
        if (!provider || provider === 'generic' || named === null) throw new BacklotError('NOT_FOUND');
        const judge = signs(provider) ? doors.get(provider) : null;
        return { generationId: named, message: judge === null ? hint : await judged(c, ctx, judge) };
      });
      await findGeneration(ctx, generationId);
      // A hint has no name of its own: each makes us look again, and what is known changes nothing.
      const externalId = message === hint ? `${generationId}:${ctx.newId()}` : message.externalId;
      return keep(c, provider ?? 'generic', generationId, { ...message, externalId });
    });
}

const hint: VideoMessage = { externalId: '', jobId: null, videoId: null, report: null };

const signs = (provider: VideoProviderName): provider is SigningProviderName =>
  provider === 'fal' || provider === 'replicate' || provider === 'generic';

/** Without a configured provider there is nobody whose messages are taken. */
async function judged(c: Context, ctx: Ctx, judge: VideoDoor | undefined): Promise<VideoMessage> {
  if (!judge) throw new BacklotError('NOT_FOUND');
  const rawBody = new Uint8Array(await c.req.arrayBuffer());
  return judge({ rawBody, headers: c.req.raw.headers, nowMs: ctx.now().getTime() });
}
