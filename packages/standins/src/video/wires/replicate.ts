import { Hono } from 'hono';
import type { Job } from '../store.ts';
import type { World } from '../world.ts';
import { isHttpUrl, readJson, textOf } from './ask.ts';

const failures: Readonly<Record<string, string>> = {
  refused_content:
    'The input or output was flagged as sensitive. Please try again with different inputs. (E005)',
  timed_out: 'The prediction did not start in time. (E6716)',
};

/** A prediction (replicate-javascript 1.4.0, index.d.ts). */
export function predictionOf(world: World, job: Job): Record<string, unknown> {
  const { ended, endedAtMs } = job;
  const done = ended === 'completed' || ended === 'no_output';
  const status =
    ended === null ? 'processing' : done ? 'succeeded' : ended === 'cancelled' ? 'canceled' : 'failed';
  const urls = world.filesOf(job).map(({ url }) => url);
  return {
    id: job.id,
    model: 'bytedance/seedance-1-lite',
    version: 'hidden',
    input: { prompt: job.prompt, duration: job.durationSeconds, aspect_ratio: job.aspect },
    logs: '',
    output: done ? (urls.length > 1 ? urls : (urls[0] ?? null)) : null,
    data_removed: false,
    error: status === 'failed' ? (failures[ended ?? ''] ?? 'Prediction failed. (E1000)') : null,
    status,
    source: 'api',
    created_at: new Date(job.createdAtMs).toISOString(),
    started_at: new Date(job.createdAtMs).toISOString(),
    ...(endedAtMs !== null && { completed_at: new Date(endedAtMs).toISOString() }),
    urls: {
      get: `${world.baseUrl}/replicate/v1/predictions/${job.id}`,
      cancel: `${world.baseUrl}/replicate/v1/predictions/${job.id}/cancel`,
    },
    metrics: {},
  };
}

/** Replicate's API (replicate.com/docs/reference/http), as far as predictions of official models go. */
export function replicateWire(world: World): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    if (c.req.header('authorization') !== `Bearer ${world.secrets.key}`)
      return c.json({ title: 'Unauthenticated', detail: 'You did not pass a valid token', status: 401 }, 401);
    return next();
  });
  app.post('/models/:owner/:name/predictions', async (c) => {
    const { input, webhook } = await readJson(c);
    const wish = (typeof input === 'object' && input !== null ? input : {}) as Record<string, unknown>;
    const prompt = textOf(wish.prompt);
    const behaviour = world.takeBehaviour('replicate');
    const fits =
      prompt &&
      typeof wish.duration === 'number' &&
      (webhook === undefined || isHttpUrl(webhook)) &&
      (wish.image === undefined || isHttpUrl(wish.image));
    if (!fits || behaviour.refuse !== 'no')
      return c.json(
        { title: 'Input validation failed', detail: '- input: prompt is required', status: 422 },
        422,
      );
    const job = world.begin({
      maker: 'replicate',
      videoId: null,
      idempotencyKey: null,
      prompt,
      durationSeconds: wish.duration as number,
      aspect: textOf(wish.aspect_ratio) ?? '16:9',
      imageUrl: isHttpUrl(wish.image) ? wish.image : null,
      callbackUrl: isHttpUrl(webhook) ? webhook : null,
      behaviour,
    });
    return c.json({ ...predictionOf(world, job), status: 'starting' }, 201);
  });
  app.get('/predictions/:id', (c) => {
    const job = world.find('replicate', c.req.param('id'));
    return job
      ? c.json(predictionOf(world, job))
      : c.json({ detail: 'Prediction not found', status: 404 }, 404);
  });
  app.post('/predictions/:id/cancel', (c) => {
    const job = world.find('replicate', c.req.param('id'));
    if (!job) return c.json({ detail: 'Prediction not found', status: 404 }, 404);
    return c.json(predictionOf(world, job.ended === null ? world.end(job.id, 'cancelled') : job));
  });
  return app;
}
