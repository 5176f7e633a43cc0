import { randomUUID } from 'node:crypto';
import { BacklotError, type Ports, type VideoProvider } from '@backlot/core';
import { sharedLimiter } from '@backlot/providers';
import postgres from 'postgres';
import type { ApiConfig } from '../../apps/api/src/config.ts';
import { type Examination, Finding } from './examine.ts';
import { greetMailServer } from './mail-server.ts';

const POSTGRES_MIN = 15;
const PART_BYTES = 5 * 1024 * 1024;

/** What a configuration needs from outside, each with a harmless try. */
export function services(config: ApiConfig, ports: Ports): Examination[] {
  return [
    {
      name: 'database',
      run: () => database(config.databaseUrl),
      advice: 'See DATABASE_URL: host, port, name, password, and whether this machine is let in.',
    },
    {
      name: 'storage',
      run: () => storage(ports),
      advice:
        'See S3_*: endpoint, region, bucket, keys (they need to read, write, delete and list), and the clock here.',
    },
    {
      name: 'storage lets our pages in',
      run: () => pagesMayUpload(ports, new URL(config.publicUrl).origin),
      advice: `Give the bucket a CORS rule for ${config.publicUrl}: PUT and GET, all headers, ETag exposed.`,
    },
    {
      name: 'payments',
      run: () => payments(ports),
      advice: 'See STRIPE_SECRET_KEY, and that this machine reaches Stripe.',
    },
    {
      name: 'mail server',
      run: () => greetMailServer(config.providers.mail.smtpUrl),
      advice: 'See SMTP_URL: host, port, and smtps:// where the server wants TLS from the start.',
    },
    ...(ports.google ? [{ name: 'Google', run: () => google(ports), advice: googleAdvice }] : []),
    ...[...ports.videos.values()].map((provider) => ({
      name: `videos by ${provider.name}`,
      run: () => videos(provider),
      advice: videosAdvice,
    })),
    ...(config.redisUrl === undefined
      ? []
      : [
          {
            name: 'shared limits',
            run: () => sharedLimits(config.redisUrl ?? ''),
            advice: 'See REDIS_URL: host, port, password, and that it is Valkey or Redis from 5 on.',
          },
        ]),
    {
      name: 'public address',
      run: async () => publicAddress(config.publicUrl),
      advice: 'See PUBLIC_URL: browsers keep films and sign-in cookies on secure addresses only.',
    },
  ];
}

const googleAdvice = 'See GOOGLE_ISSUER (empty for Google itself), and that this machine reaches it.';

async function google({ google: provider }: Ports): Promise<undefined> {
  await provider?.ping();
}

const videosAdvice = 'See its key and, where it is set, its address; and that this machine reaches it.';

/** Asks for a job that nobody ever asked for: whoever says that there is none knows the key. */
async function videos(provider: VideoProvider): Promise<undefined> {
  try {
    await provider.read(randomUUID());
  } catch (error) {
    if (!(error instanceof BacklotError) || error.code !== 'NOT_FOUND') throw error;
  }
}

async function sharedLimits(url: string): Promise<undefined> {
  let alone = false;
  const limiter = await sharedLimiter({ url, onTrouble: () => (alone = true) });
  try {
    await limiter.take({ key: `doctor:${randomUUID()}`, limit: { most: 1, windowMs: 1_000 }, count: 1 });
    if (alone) throw new Finding('it does not answer as it should.');
  } finally {
    await limiter.close();
  }
}

async function database(url: string): Promise<string> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    const [row] = await sql`
      select current_setting('server_version_num')::int / 10000 as version,
        has_database_privilege(current_database(), 'CREATE') as may_create`;
    if (row?.version < POSTGRES_MIN)
      throw new Finding(`Postgres ${row?.version}; ${POSTGRES_MIN} or later is needed.`);
    if (!row?.may_create)
      throw new Finding('the account may not create schemas, which migrations and the queue do.');
    return `Postgres ${row.version}`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Opens an upload and cancels it: that needs the right to write, and leaves nothing. */
async function storage({ objects }: Ports): Promise<undefined> {
  await objects.ping();
  const key = `pending/doctor/${randomUUID()}`;
  const multipartId = await objects.openMultipart({ key, contentType: 'video/mp4' });
  await objects.abortMultipart({ key, multipartId });
  for await (const _ of objects.list('pending/doctor/')) break;
}

/** Asks as a browser would before it sends a part. */
async function pagesMayUpload({ objects }: Ports, origin: string): Promise<undefined> {
  const part = await objects.presignPart({
    key: `pending/doctor/${randomUUID()}`,
    multipartId: 'none',
    number: 1,
    sizeBytes: PART_BYTES,
    sha256Base64: Buffer.alloc(32).toString('base64'),
    expiresInSeconds: 60,
  });
  const answer = await fetch(part.url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': Object.keys(part.headers).join(',').toLowerCase(),
    },
  });
  const allowed = answer.headers.get('access-control-allow-origin');
  if (!answer.ok || (allowed !== '*' && allowed !== origin)) {
    throw new Finding(`uploads from ${origin} are refused (status ${answer.status}).`);
  }
}

/** Asks for a session that cannot exist: "not found" comes only after the key was accepted. */
async function payments(ports: Ports): Promise<undefined> {
  try {
    await ports.payments.readCheckout('cs_test_doctor');
  } catch (error) {
    if (error instanceof BacklotError && error.code === 'NOT_FOUND') return;
    throw error;
  }
}

function publicAddress(publicUrl: string): string {
  const { protocol, hostname } = new URL(publicUrl);
  const secure = protocol === 'https:' || hostname === 'localhost' || hostname === '127.0.0.1';
  if (!secure) throw new Finding('not https.');
  return protocol === 'https:' ? 'https' : 'this machine only';
}
