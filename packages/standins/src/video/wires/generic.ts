import { Hono } from 'hono';
import type { Job } from '../store.ts';
import type { World } from '../world.ts';
import { isHttpUrl, readJson, textOf } from './ask.ts';

const words: Readonly<Record<string, string>> = { completed: 'completed', cancelled: 'cancelled' };

/** A job in the generic wire's words. */
export function genericJobOf(world: World, job: Job): Record<string, unknown> {
  const { id: jobId, videoId, ended } = job;
  if (ended === null) return { jobId, videoId, status: 'processing' };
  const known = { jobId, videoId, status: words[ended] ?? (ended === 'no_output' ? 'completed' : 'failed') };
  const files = world.filesOf(job);
  if (ended === 'no_output' || ended === 'cancelled') return known;
  if (ended !== 'completed') return { ...known, error: { code: ended, message: 'It did not work.' } };
  return {
    ...known,
    videoUrl: files[0]?.url ?? null,
    outputs: files.map(({ url, expiresAtMs, headers }) => ({
      url,
      expiresAt: expiresAtMs === null ? null : new Date(expiresAtMs).toISOString(),
      headers,
    })),
  };
}

const promptLengthMax = 2_000;

/** The generic wire (docs/adding-a-provider.md). The same idempotency key gives the same job. */
export function genericWire(world: World): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    if (c.req.header('authorization') !== `Bearer ${world.secrets.key}`)
      return c.json({ error: { code: 'unauthorized' } }, 401);
    return next();
  });
  app.post('/videos', async (c) => {
    const body = await readJson(c);
    const idempotencyKey = textOf(c.req.header('idempotency-key'));
    const present = world.jobs
      .all()
      .find((job) => job.maker === 'generic' && job.idempotencyKey === idempotencyKey);
    if (present) return c.json({ jobId: present.id }, 200);
    const [prompt, videoId, aspect] = [textOf(body.prompt), textOf(body.videoId), textOf(body.aspectRatio)];
    const { durationSeconds, callbackUrl } = body;
    const imageUrl = isHttpUrl(body.imageUrl) ? body.imageUrl : null;
    const fits =
      prompt &&
      prompt.length <= promptLengthMax &&
      videoId &&
      aspect &&
      idempotencyKey &&
      typeof durationSeconds === 'number';
    if (!fits || (callbackUrl !== null && !isHttpUrl(callbackUrl)))
      return c.json({ error: { code: 'bad_input', message: 'A field is missing.' } }, 422);
    const behaviour = world.takeBehaviour('generic');
    if (behaviour.refuse !== 'no') {
      const code = behaviour.refuse === 'content' ? 'refused_content' : 'bad_input';
      return c.json({ error: { code, message: 'No.' } }, 422);
    }
    const wish = {
      videoId,
      idempotencyKey,
      prompt,
      durationSeconds,
      aspect,
      imageUrl,
      callbackUrl,
      behaviour,
    };
    return c.json({ jobId: world.begin({ maker: 'generic', ...wish }).id }, 201);
  });
  app.get('/videos/:id', (c) => {
    const job = world.find('generic', c.req.param('id'));
    return job ? c.json(genericJobOf(world, job)) : c.json({ error: { code: 'not_found' } }, 404);
  });
  app.post('/videos/:id/cancel', (c) => {
    const job = world.find('generic', c.req.param('id'));
    if (!job) return c.json({ error: { code: 'not_found' } }, 404);
    if (job.ended !== null) return c.json({ error: { code: 'ended' } }, 409);
    return c.json(genericJobOf(world, world.end(job.id, 'cancelled')));
  });
  return app;
}
