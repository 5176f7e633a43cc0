import { Hono } from 'hono';
import type { Job } from '../store.ts';
import type { World } from '../world.ts';
import { isHttpUrl, readJson, textOf } from './ask.ts';

/** Texts of docs.lumalabs.ai/docs/errors. */
const reasons: Readonly<Record<string, string>> = {
  refused_content: 'Advanced prompt moderation failed',
  bad_input: 'Failed to read user input frames',
};

/** A generation (lumaai-node 1.21.0). */
export function generationOf(world: World, job: Job): Record<string, unknown> {
  const { ended } = job;
  const done = ended === 'completed' || ended === 'no_output';
  return {
    id: job.id,
    generation_type: 'video',
    state: ended === null ? 'dreaming' : done ? 'completed' : 'failed',
    failure_reason: ended === null || done ? null : (reasons[ended] ?? 'Prompt processing failed'),
    created_at: new Date(job.createdAtMs).toISOString(),
    assets: done ? { video: world.filesOf(job)[0]?.url ?? null } : null,
    model: 'ray-flash-2',
    request: { prompt: job.prompt, aspect_ratio: job.aspect, duration: `${job.durationSeconds}s` },
  };
}

/** The address of the first frame, where one is named. */
function pictureOf(keyframes: unknown): string | null {
  const { frame0 } = Object(keyframes) as { frame0?: unknown };
  const { url } = Object(frame0) as { url?: unknown };
  return isHttpUrl(url) ? url : null;
}

/** Luma's Dream Machine API (lumaai-node 1.21.0). */
export function lumaWire(world: World): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    if (c.req.header('authorization') !== `Bearer ${world.secrets.key}`)
      return c.json({ detail: 'Not authenticated' }, 401);
    return next();
  });
  app.post('/generations/video', async (c) => {
    const body = await readJson(c);
    const prompt = textOf(body.prompt);
    const behaviour = world.takeBehaviour('luma');
    if (!prompt || prompt.length < 3)
      return c.json({ detail: 'Prompt is too short, minimum length is 3 characters' }, 400);
    if (prompt.length > 5_000)
      return c.json({ detail: 'Prompt is too long, maximum length is 5000 characters' }, 400);
    if (!['ray-2', 'ray-flash-2'].includes(String(body.model)))
      return c.json({ detail: 'Unknown request type' }, 400);
    if (behaviour.refuse !== 'no') return c.json({ detail: 'No keyframes provided' }, 400);
    const job = world.begin({
      maker: 'luma',
      videoId: null,
      idempotencyKey: null,
      prompt,
      durationSeconds: Number.parseInt(String(body.duration), 10) || 5,
      aspect: textOf(body.aspect_ratio) ?? '16:9',
      imageUrl: pictureOf(body.keyframes),
      callbackUrl: isHttpUrl(body.callback_url) ? body.callback_url : null,
      behaviour,
    });
    return c.json({ ...generationOf(world, job), state: 'queued' }, 201);
  });
  app.get('/generations/:id', (c) => {
    const job = world.find('luma', c.req.param('id'));
    return job ? c.json(generationOf(world, job)) : c.json({ detail: 'Generation not found' }, 404);
  });
  app.delete('/generations/:id', (c) => {
    const job = world.find('luma', c.req.param('id'));
    if (!job) return c.json({ detail: 'Generation not found' }, 404);
    world.end(job.id, 'cancelled');
    world.jobs.patch(job.id, { deleted: true });
    return c.body(null, 204);
  });
  return app;
}
