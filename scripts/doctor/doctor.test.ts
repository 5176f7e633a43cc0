import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectPorts } from '@backlot/providers';
import { freePort, startMail, startS3, startStripe, startVideoMakers } from '@backlot/standins';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../apps/api/src/config.ts';
import { examine } from './examine.ts';
import { greetMailServer } from './mail-server.ts';
import { services } from './services.ts';

const publicUrl = 'http://localhost:4400';
const started: { stop(): Promise<void> }[] = [];
let folder: string;
let good: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backlot-doctor-'));
  const keys = { accessKeyId: 'AKIADOCTOR', secretAccessKey: 'doctor-secret' };
  const s3 = await startS3({ dataDir: folder, buckets: ['films'], corsOrigins: () => [publicUrl], ...keys });
  const stripe = await startStripe({ secretKey: 'sk_test_doctor' });
  const mail = await startMail();
  const videos = await startVideoMakers({
    secrets: {
      key: 'vk_doctor',
      webhookSecret: 'doctor',
      signingSecret: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
      replicateSigningSecret: `whsec_${Buffer.alloc(32, 2).toString('base64')}`,
    },
  });
  started.push(s3, stripe, mail, videos);
  good = {
    DATABASE_URL: process.env.TEST_DATABASE_URL ?? '',
    PUBLIC_URL: publicUrl,
    SIGN_IN_SECRET: 'x'.repeat(32),
    S3_ENDPOINT: s3.url,
    S3_REGION: 'us-east-1',
    S3_BUCKET: 'films',
    S3_FORCE_PATH_STYLE: 'true',
    S3_ACCESS_KEY_ID: keys.accessKeyId,
    S3_SECRET_ACCESS_KEY: keys.secretAccessKey,
    STRIPE_SECRET_KEY: 'sk_test_doctor',
    STRIPE_WEBHOOK_SECRET: 'whsec_doctor',
    STRIPE_HOST: stripe.host,
    STRIPE_PORT: String(stripe.port),
    STRIPE_PROTOCOL: 'http',
    SMTP_URL: mail.smtpUrl,
    MAIL_FROM: 'hello@backlot.test',
    ...videos.env,
  };
});
afterAll(async () => {
  await Promise.all(started.map((standIn) => standIn.stop()));
  await rm(folder, { recursive: true, force: true });
});

async function diagnose(change: Record<string, string> = {}): Promise<{ wrong: number; text: string }> {
  const read = readConfig({ ...good, ...change });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const ports = connectPorts(read.config.providers);
  const lines: string[] = [];
  const wrong = await examine(services(read.config, ports), (line) => lines.push(line));
  ports.close();
  return { wrong, text: lines.join('\n') };
}

test('a configuration whose services all answer is well, and nothing is left in storage', async () => {
  const { wrong, text } = await diagnose();
  expect(text).not.toContain('✗');
  expect(text).toContain('✓ database: Postgres 18');
  expect(text.match(/✓ videos by /g)).toHaveLength(5);
  expect(wrong).toBe(0);
});

test.each([
  ['database', { DATABASE_URL: 'postgres://postgres:hidden@127.0.0.1:1/x' }, 1],
  ['storage', { S3_SECRET_ACCESS_KEY: 'hidden-other' }, 1],
  ['storage', { S3_BUCKET: 'elsewhere' }, 1],
  ['storage lets our pages in', { PUBLIC_URL: 'https://other.example' }, 1],
  ['payments', { STRIPE_SECRET_KEY: 'sk_test_hidden' }, 1],
  ['mail server', { SMTP_URL: 'smtp://me:hidden@127.0.0.1:1' }, 1],
  ['videos by generic', { VIDEO_API_KEY: 'hidden-key' }, 1],
  ['videos by runway', { RUNWAY_URL: 'http://127.0.0.1:1/hidden' }, 1],
  ['public address', { PUBLIC_URL: 'http://backlot.example' }, 2],
])('%s: what is wrong is named, and no secret is', async (name, change, count) => {
  const { wrong, text } = await diagnose(change as Record<string, string>);
  expect(text).toContain(`✗ ${name}: `);
  expect(text).not.toContain('hidden');
  expect(wrong).toBe(count);
});

test('something that is no mail server is told from one that does not answer', async () => {
  const port = await freePort();
  await expect(greetMailServer(`smtp://127.0.0.1:${port}`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(
    port,
    '127.0.0.1',
  );
  await expect(greetMailServer(`smtp://127.0.0.1:${port}`)).rejects.toThrow('no mail server');
  other.close();
});
