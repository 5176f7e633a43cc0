import { type Context, Hono } from 'hono';
import type { Job } from '../store.ts';
import type { World } from '../world.ts';
import { isHttpUrl, readJson, textOf } from './ask.ts';

/** docs.dev.runwayml.com/errors/task-failures. */
const codes: Readonly<Record<string, string>> = {
  refused_content: 'SAFETY.INPUT.TEXT',
  bad_input: 'ASSET.INVALID',
};

const aspects: Readonly<Record<string, string>> = { '1280:720': '16:9', '720:1280': '9:16' };
const promptLengthMax = 1_000;

/** A task (runwayml/sdk-node 4.12.0, tasks.ts). */
function taskOf(world: World, job: Job): Record<string, unknown> {
  const { ended } = job;
  const known = { id: job.id, createdAt: new Date(job.createdAtMs).toISOString() };
  if (ended === null) return { ...known, status: 'RUNNING', progress: 0.5 };
  if (ended === 'cancelled') return { ...known, status: 'CANCELLED' };
  if (ended === 'completed' || ended === 'no_output')
    return { ...known, status: 'SUCCEEDED', output: world.filesOf(job).map(({ url }) => url) };
  return { ...known, status: 'FAILED', failure: 'It did not work.', failureCode: codes[ended] ?? 'INTERNAL' };
}

/** Runway's API (runwayml/sdk-node 4.12.0). It tells nobody anything. */
export function runwayWire(world: World): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    if (c.req.header('authorization') !== `Bearer ${world.secrets.key}`)
      return c.json({ error: 'Unauthorized' }, 401);
    if (c.req.header('x-runway-version') !== '2024-11-06')
      return c.json({ error: 'The X-Runway-Version header is missing or unknown.' }, 400);
    return next();
  });
  const begin = async (c: Context, fromPicture: boolean) => {
    const body = await readJson(c);
    const prompt = textOf(body.promptText);
    const aspect = aspects[String(body.ratio)];
    const { duration } = body;
    const behaviour = world.takeBehaviour('runway');
    const fits =
      prompt &&
      prompt.length <= promptLengthMax &&
      aspect &&
      typeof duration === 'number' &&
      duration >= 2 &&
      duration <= 10 &&
      (!fromPicture || isHttpUrl(body.promptImage));
    if (!fits || behaviour.refuse !== 'no') return c.json({ error: 'Validation of body failed' }, 400);
    const imageUrl = fromPicture && isHttpUrl(body.promptImage) ? body.promptImage : null;
    const nobody = { videoId: null, idempotencyKey: null, callbackUrl: null };
    const wish = { ...nobody, prompt, aspect, imageUrl, behaviour };
    return c.json({ id: world.begin({ maker: 'runway', durationSeconds: duration, ...wish }).id });
  };
  app.post('/v1/text_to_video', (c) => begin(c, false));
  app.post('/v1/image_to_video', (c) => begin(c, true));
  app.get('/v1/tasks/:id', (c) => {
    const job = world.find('runway', c.req.param('id'));
    return job ? c.json(taskOf(world, job)) : c.json({ error: 'Task not found' }, 404);
  });
  app.delete('/v1/tasks/:id', (c) => {
    const job = world.find('runway', c.req.param('id'));
    if (!job) return c.json({ error: 'Task not found' }, 404);
    if (job.ended === null) world.end(job.id, 'cancelled');
    else world.jobs.patch(job.id, { deleted: true });
    return c.body(null, 204);
  });
  return app;
}
