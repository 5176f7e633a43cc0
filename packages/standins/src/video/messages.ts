import { standardHeaders } from './keys.ts';
import type { Job } from './store.ts';
import { falPayload } from './wires/fal.ts';
import { genericJobOf } from './wires/generic.ts';
import { generationOf } from './wires/luma.ts';
import { predictionOf } from './wires/replicate.ts';
import type { Claim, World } from './world.ts';

type Message = { body: string; headers: Record<string, string> };

/** A message of a job's maker, in its own shape and signed in its own way. */
export function messageOf(
  world: World,
  job: Job,
  { id, claim, atMs }: { id: string; claim: Claim; atMs: number },
): Message {
  const claimed = claimOf(job, claim);
  const { forge, signs } = job.behaviour;
  const { secrets } = world;
  switch (job.maker) {
    case 'fal': {
      const body = JSON.stringify({
        request_id: job.id,
        gateway_request_id: job.id,
        ...falPayload(world, claimed),
      });
      return {
        body,
        headers: world.keys.falHeaders({ requestId: job.id, userId: world.userId, body, atMs, forge }),
      };
    }
    case 'replicate': {
      const body = JSON.stringify(predictionOf(world, claimed));
      const secret = secrets.replicateSigningSecret;
      return { body, headers: standardHeaders({ id, secret, body, atMs, forge }) };
    }
    case 'luma':
      return { body: JSON.stringify(generationOf(world, claimed)), headers: {} };
    default: {
      const body = JSON.stringify({ eventId: id, ...genericJobOf(world, claimed) });
      const secret = forge ? 'forged' : secrets.webhookSecret;
      return signs === 'secret'
        ? { body, headers: { 'x-webhook-secret': secret } }
        : { body, headers: standardHeaders({ id, secret: secrets.signingSecret, body, atMs, forge }) };
    }
  }
}

/** The job as a message wants it to be. */
function claimOf(job: Job, claim: Claim): Job {
  return claim === 'processing'
    ? { ...job, ended: null, endedAtMs: null }
    : { ...job, ended: claim, endedAtMs: job.endedAtMs ?? Date.now() };
}
