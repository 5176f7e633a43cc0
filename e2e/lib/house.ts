import { createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi } from '@backlot/api/start';
import type { Limit, Limits } from '@backlot/core';
import { connect } from '@backlot/db';
import { testDatabase } from '@backlot/db/testing';
import { grantRole, makeCtx, openQueue } from '@backlot/domain';
import { connectPorts, readProvidersConfig } from '@backlot/providers';
import { freePort, startGoogle, startMail, startStripe } from '@backlot/standins';
import { startWorker } from '@backlot/worker/start';
import postgres from 'postgres';
import { keysIn, objectsIn, openStorage } from './storage.ts';

const wide: Limit = { most: 1_000_000, windowMs: 10_000 };
/** All tests of a file come from one address, and as fast as they can. */
const wideLimits: Limits = { signIn: wide, refusedWebhooks: wide, costly: wide, calls: wide };

export type House = Awaited<ReturnType<typeof openHouse>>;

/**
 * A whole installation for one test file: a database of its own, the stand-ins, one api and one worker in this
 * process, all on real wires.
 * @param options.worker false leaves jobs lying, for a test that wants to see the state in between
 * @param options.limits the product's own, for a test of them; others call as fast as they can
 * @param options.environment what more of providers is configured
 * @param options.webDist folder of the built pages, for tests with a browser
 */
export async function openHouse(
  options: {
    worker?: boolean;
    webDist?: string;
    limits?: Limits;
    trustedProxies?: number;
    environment?: Record<string, string>;
  } = {},
) {
  const dataDir = await mkdtemp(join(tmpdir(), 'backlot-house-'));
  const database = await testDatabase();
  const port = await freePort();
  const publicUrl = `http://localhost:${port}`;
  const storage = await openStorage(dataDir, publicUrl);
  const webhookSecret = `whsec_${randomBytes(24).toString('hex')}`;
  const secretKey = `sk_test_${randomBytes(24).toString('hex')}`;
  const stripe = await startStripe({
    secretKey,
    webhooks: [{ url: `${publicUrl}/api/webhooks/stripe`, secret: webhookSecret }],
    settleAfterSeconds: null,
  });
  const mail = await startMail();
  const googleClient = { clientId: 'house.apps.example', clientSecret: randomBytes(24).toString('hex') };
  const google = await startGoogle({
    ...googleClient,
    redirectUris: [`${publicUrl}/api/auth/google/callback`],
  });
  const providers = readProvidersConfig({
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_HOST: stripe.host,
    STRIPE_PORT: String(stripe.port),
    STRIPE_PROTOCOL: 'http',
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    ...storage.environment,
    SMTP_URL: mail.smtpUrl,
    MAIL_FROM: 'Backlot <hello@backlot.example>',
    GOOGLE_CLIENT_ID: googleClient.clientId,
    GOOGLE_CLIENT_SECRET: googleClient.clientSecret,
    GOOGLE_ISSUER: google.url,
    ...options.environment,
  });
  if (!providers.ok) throw new Error(providers.problems.join('; '));
  const common = {
    databaseUrl: database.url,
    publicUrl,
    signInSecret: randomBytes(32).toString('hex'),
    logLevel: (process.env.HOUSE_LOG_LEVEL ?? 'silent') as 'silent',
    providers: providers.config,
  };
  const api = await startApi({
    ...common,
    host: '127.0.0.1',
    port,
    webDist: options.webDist,
    redisUrl: undefined,
    trustedProxies: options.trustedProxies ?? 0,
    limits: options.limits ?? wideLimits,
  });
  const worker = options.worker === false ? null : await startWorker(common);
  const connection = connect(database.url, { max: 4, name: 'backlot-test' });
  const sql = postgres(database.url, { max: 2, onnotice: () => {} });
  const queue = await openQueue({ url: database.url, role: 'producer', onError: () => {} });
  const ports = connectPorts(providers.config);
  const ctx = makeCtx({
    db: connection.db,
    queue: queue.queue,
    ports,
    settings: { publicUrl, linkSecret: common.signInSecret },
    actor: { kind: 'system' },
  });
  return {
    publicUrl,
    storage,
    stripe,
    mail,
    google,
    webhookSecret,
    /** A message as the payment provider would send it now. */
    signed(message: object) {
      const body = JSON.stringify(message);
      const time = Math.floor(Date.now() / 1_000);
      const mac = createHmac('sha256', webhookSecret).update(`${time}.${body}`).digest('hex');
      return { body, headers: { 'stripe-signature': `t=${time},v1=${mac}` } };
    },
    sql,
    /** For asking verbs and ports directly, as the system. */
    ctx,
    startWorker: () => startWorker(common),
    /** Every key in storage, of objects and of open multipart uploads. */
    stored: () => keysIn(ports.objects),
    objects: () => objectsIn(ports.objects),
    /**
     * How much was ever written to storage: the stand-in's ledger of all writes, or what is there now where
     * another engine keeps no ledger.
     */
    writes: async () => storage.standIn?.ledger().length ?? (await keysIn(ports.objects)).length,
    /** Makes the address a moderator. */
    makeOperator: (email: string) =>
      grantRole(ctx, { email, displayName: 'Operator', role: 'operator', language: 'en' }),
    makeModerator: (email: string) =>
      grantRole(ctx, { email, displayName: 'Moderator', role: 'moderator', language: 'en' }),
    async close() {
      await worker?.stop();
      await api.stop();
      await queue.close();
      ports.close();
      await connection.close();
      await sql.end();
      await Promise.all([stripe.stop(), storage.stop(), mail.stop(), google.stop()]);
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
