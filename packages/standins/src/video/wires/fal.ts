import { Hono } from 'hono';
import type { Job } from '../store.ts';
import type { World } from '../world.ts';
import { isHttpUrl, readJson, textOf } from './ask.ts';

/** fal's errors by what went wrong (docs.fal.ai/errors). */
const types: Readonly<Record<string, [type: string, status: 422 | 500 | 504]>> = {
  refused_content: ['content_policy_violation', 422],
  bad_input: ['value_error', 422],
  no_output: ['no_media_generated', 422],
  timed_out: ['generation_timeout', 504],
};

/** Of Kling 2.5 Turbo Pro. */
const promptLengthMax = 2_500;

function errorOf(ended: string) {
  const [type, status] = types[ended] ?? ['internal_server_error', 500];
  const url = `https://docs.fal.ai/errors/#${type}`;
  return { body: { detail: [{ loc: ['body', 'prompt'], msg: 'It did not work.', type, url }] }, status };
}

const fileOf = ({ url }: { url: string }) => ({ url, content_type: 'video/mp4', file_name: 'output.mp4' });

function outputOf(world: World, job: Job) {
  const files = world.filesOf(job).map(fileOf);
  return files.length > 1 ? { videos: files } : { video: files[0] ?? null };
}

/** What fal posts, without the ids (docs.fal.ai/model-endpoints/webhooks). */
export function falPayload(world: World, job: Job): Record<string, unknown> {
  if (job.ended === null) return { status: 'IN_PROGRESS', payload: null };
  if (job.ended === 'completed') return { status: 'OK', payload: outputOf(world, job), error: null };
  if (job.ended === 'cancelled') {
    const payload = { detail: 'Request was cancelled', error_type: 'client_cancelled' };
    return { status: 'ERROR', error: 'Request was cancelled', payload };
  }
  const { body, status } = errorOf(job.ended);
  return { status: 'ERROR', error: `Invalid status code: ${status}`, payload: body };
}

/** fal's queue (docs.fal.ai/model-endpoints/queue) and its keys. */
export function falWire(world: World): Hono {
  const app = new Hono();
  app.get('/.well-known/jwks.json', (c) => c.json(world.keys.jwks()));
  app.use(async (c, next) => {
    if (c.req.header('authorization') !== `Key ${world.secrets.key}`)
      return c.json({ detail: 'Authentication is required to access this application.' }, 401);
    return next();
  });
  app.get('/:owner/:name/requests/:id/status', (c) => {
    const job = world.find('fal', c.req.param('id'));
    if (!job) return c.json({ detail: 'Request not found' }, 404);
    const status =
      job.ended !== null ? 'COMPLETED' : Date.now() - job.createdAtMs < 50 ? 'IN_QUEUE' : 'IN_PROGRESS';
    const failed = job.ended === 'cancelled' && {
      error: 'Request was cancelled',
      error_type: 'client_cancelled',
    };
    return c.json({ status, request_id: job.id, logs: null, ...failed }, job.ended === null ? 202 : 200);
  });
  app.get('/:owner/:name/requests/:id', (c) => {
    const job = world.find('fal', c.req.param('id'));
    if (!job) return c.json({ detail: 'Request not found' }, 404);
    if (job.ended === null) return c.json({ detail: 'Request is still in progress' }, 400);
    if (job.ended === 'completed') return c.json(outputOf(world, job));
    const { body, status } = errorOf(job.ended);
    return c.json(body, status);
  });
  app.put('/:owner/:name/requests/:id/cancel', (c) => {
    const job = world.find('fal', c.req.param('id'));
    if (!job) return c.json({ status: 'NOT_FOUND' }, 404);
    if (job.ended !== null) return c.json({ status: 'ALREADY_COMPLETED' }, 400);
    world.end(job.id, 'cancelled');
    return c.json({ status: 'CANCELLATION_REQUESTED' }, 202);
  });
  app.post('/*', async (c) => {
    const body = await readJson(c);
    const prompt = textOf(body.prompt);
    const fromPicture = c.req.path.endsWith('/image-to-video');
    const behaviour = world.takeBehaviour('fal');
    const fits =
      prompt &&
      prompt.length <= promptLengthMax &&
      ['5', '10'].includes(String(body.duration)) &&
      (fromPicture ? isHttpUrl(body.image_url) : ['16:9', '9:16', '1:1'].includes(String(body.aspect_ratio)));
    if (!fits)
      return c.json({ detail: [{ loc: ['body'], msg: 'field required', type: 'value_error.missing' }] }, 422);
    if (behaviour.refuse !== 'no')
      return c.json(errorOf(behaviour.refuse === 'content' ? 'refused_content' : 'bad_input').body, 422);
    const { id } = world.begin({
      maker: 'fal',
      videoId: null,
      idempotencyKey: null,
      prompt,
      durationSeconds: Number(body.duration),
      aspect: textOf(body.aspect_ratio) ?? '16:9',
      imageUrl: isHttpUrl(body.image_url) ? body.image_url : null,
      callbackUrl: c.req.query('fal_webhook') ?? null,
      behaviour,
    });
    const [, , owner, name] = c.req.path.split('/');
    const at = `${world.baseUrl}/fal/${owner}/${name}/requests/${id}`;
    return c.json({
      request_id: id,
      gateway_request_id: id,
      status: 'IN_QUEUE',
      queue_position: 0,
      response_url: at,
      status_url: `${at}/status`,
      cancel_url: `${at}/cancel`,
    });
  });
  return app;
}
