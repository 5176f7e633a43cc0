import { createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FilmPromise, Role } from '@backlot/core';
import { connect, migrate } from '@backlot/db';
import { testDatabase } from '@backlot/db/testing';
import {
  confirm,
  grantRole,
  type MemberCtx,
  makeCtx,
  openQueue,
  saveDraft,
  startDraft,
} from '@backlot/domain';
import { connectPorts, readProvidersConfig } from '@backlot/providers';
import { freePort, startMail, startS3, startStripe } from '@backlot/standins';
import postgres from 'postgres';
import { type Program, startProgram } from './program.ts';

export type Grounds = Awaited<ReturnType<typeof openGrounds>>;

/**
 * What an installation stands on, with api and worker as processes of their own that a proof starts and kills. Verbs are
 * also called directly, as a person or as the system. Messages of the payment provider go out by the proof's hand.
 * @param givenUrl an empty database of the proof's own; without it the grounds make one, and drop it
 */
export async function openGrounds(givenUrl?: string) {
  const dataDir = await mkdtemp(join(tmpdir(), 'backlot-proof-'));
  const database = givenUrl === undefined ? await testDatabase() : { url: givenUrl, drop: async () => {} };
  const databaseUrl = database.url;
  await migrate(databaseUrl);
  const port = await freePort();
  const keys = { accessKeyId: 'proof', secretAccessKey: randomBytes(24).toString('hex') };
  const bucket = 'backlot';
  const s3 = await startS3({ dataDir: join(dataDir, 's3'), ...keys, buckets: [bucket] });
  const webhookSecret = `whsec_${randomBytes(24).toString('hex')}`;
  const secretKey = `sk_test_${randomBytes(24).toString('hex')}`;
  const stripe = await startStripe({ secretKey, webhooks: [], settleAfterSeconds: null });
  const mail = await startMail();
  const env = {
    // Compiled code is kept between starts: what is proved is a process that dies, not how fast it starts.
    NODE_COMPILE_CACHE: join(tmpdir(), 'backlot-proof-compile-cache'),
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    SIGN_IN_SECRET: randomBytes(32).toString('hex'),
    LOG_LEVEL: 'info',
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_HOST: stripe.host,
    STRIPE_PORT: String(stripe.port),
    STRIPE_PROTOCOL: 'http',
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    S3_ENDPOINT: s3.url,
    S3_REGION: 'us-east-1',
    S3_BUCKET: bucket,
    S3_ACCESS_KEY_ID: keys.accessKeyId,
    S3_SECRET_ACCESS_KEY: keys.secretAccessKey,
    S3_FORCE_PATH_STYLE: 'true',
    SMTP_URL: mail.smtpUrl,
    MAIL_FROM: 'Backlot <hello@backlot.example>',
  };
  const providers = readProvidersConfig(env);
  if (!providers.ok) throw new Error(providers.problems.join('; '));
  const connection = connect(databaseUrl, { max: 8, name: 'backlot-proof' });
  const queue = await openQueue({ url: databaseUrl, role: 'producer', onError: () => {} });
  const sql = postgres(databaseUrl, {
    max: 3,
    onnotice: () => {},
    connection: { application_name: 'proof' },
  });
  const ports = connectPorts(providers.config);
  const ctx = makeCtx({
    db: connection.db,
    queue: queue.queue,
    ports,
    settings: { publicUrl: env.PUBLIC_URL, linkSecret: env.SIGN_IN_SECRET },
    actor: { kind: 'system' },
  });
  const programs = new Set<Program>();
  const start = async (name: 'api' | 'worker', change: Record<string, string> = {}) => {
    const program = await startProgram(name, { ...env, ...change });
    programs.add(program);
    return program;
  };
  return {
    ctx,
    sql,
    s3,
    stripe,
    mail,
    bucket,
    url: env.PUBLIC_URL,
    webhookUrl: `http://127.0.0.1:${port}/api/webhooks/stripe`,
    /** @param change of its configuration, such as another PORT beside the first */
    startApi: (change?: Record<string, string>) => start('api', change),
    startWorker: (change?: Record<string, string>) => start('worker', change),
    /** The header under which the provider would send this body now. */
    sign(body: string): string {
      const time = Math.floor(Date.now() / 1_000);
      const mac = createHmac('sha256', webhookSecret).update(`${time}.${body}`).digest('hex');
      return `t=${time},v1=${mac}`;
    },
    async member(email: string, role: Role = 'member'): Promise<MemberCtx> {
      const { memberId } = await grantRole(ctx, { email, displayName: 'Ada', role, language: 'en' });
      return { ...ctx, actor: { kind: 'member', memberId, role, language: 'en', email } };
    },
    /** A confirmed draft with its page to pay on. */
    async order(owner: MemberCtx, film: FilmPromise) {
      const { campaignId } = await startDraft(owner, { kind: 'individual' });
      const terms = { personName: 'Ada', title: 'Quay', completionsWanted: 3, completionPriceMinor: 0 };
      await saveDraft(owner, { campaignId, changes: { ...terms, film } });
      const { url } = await confirm(owner, { campaignId });
      return { campaignId, sessionId: url.slice(url.lastIndexOf('/') + 1).replace(/[?#].*$/, '') };
    },
    async close() {
      for (const program of programs) await program.kill();
      await queue.close();
      ports.close();
      await connection.close();
      await sql.end({ timeout: 2 });
      await Promise.all([stripe.stop(), s3.stop(), mail.stop()]);
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
