import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { contractJson } from '../testing/contracts.ts';
import { codeOf } from '../testing/errors.ts';
import { readVideosConfig, videosEnvironment } from './config.ts';
import { messageToleranceSeconds } from './message.ts';
import { checkStandardWebhook, readSigningKey } from './standard-webhooks.ts';

type Vectors = {
  sign: { secret: string; id: string; timestamp: number; payload: string; signature: string }[];
  verify: {
    name: string;
    about: string;
    secret: string;
    headers: Record<string, string>;
    payload: string;
    verify_at: number;
    tolerance: number;
    valid: boolean;
  }[];
  refused_secrets: string[];
};
const vectors = contractJson<Vectors>('standard-webhooks/vectors.json');

describe('the vectors of Standard Webhooks', () => {
  it.each(vectors.sign)('sign $id alike', ({ secret, id, timestamp, payload, signature }) => {
    const read = readSigningKey(secret);
    if (!read.ok) throw new Error(read.problem);
    const mac = createHmac('sha256', read.key).update(`${id}.${timestamp}.${payload}`).digest('base64');
    expect(`v1,${mac}`).toBe(signature);
  });

  it.each(vectors.verify)('are judged alike: $name, $about', (vector) => {
    expect(vector.tolerance).toBe(messageToleranceSeconds);
    const message = {
      rawBody: Buffer.from(vector.payload),
      headers: new Headers(vector.headers),
      nowMs: vector.verify_at * 1_000,
    };
    const verdict = codeOf(() => checkStandardWebhook('generic', message, [vector.secret]));
    expect(verdict).toBe(vector.valid ? 'passed' : 'BAD_SIGNATURE');
  });

  it('are there', () => {
    expect(vectors.verify.filter(({ valid }) => valid)).toHaveLength(8);
    expect(vectors.verify.filter(({ valid }) => !valid)).toHaveLength(17);
  });

  it.each(vectors.refused_secrets)('let no installation start with the secret "%s"', (secret) => {
    expect(readSigningKey(secret).ok).toBe(false);
    const environment = {
      VIDEO_API_URL: 'https://maker.example',
      VIDEO_API_KEY: 'key',
      VIDEO_SIGNING_SECRET: secret,
    };
    const values = Object.fromEntries(
      Object.entries(videosEnvironment).map(([name, schema]) => [
        name,
        schema.safeParse(environment[name as keyof typeof environment]).data,
      ]),
    );
    const read = readVideosConfig(values as Parameters<typeof readVideosConfig>[0]);
    expect(read.ok).toBe(false);
  });
});
