import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Role } from '@backlot/core';
import { connect } from '@backlot/db';
import { grantRole, type MemberCtx, makeCtx, openQueue } from '@backlot/domain';
import { connectPorts, readProvidersConfig } from '@backlot/providers';
import { freePort, startMail, startPostgres, startStripe } from '@backlot/standins';
import { watchProcess } from './guard.ts';
import { ownEnvironment, startProcess, startServer } from './processes.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export type Installation = Awaited<ReturnType<typeof openInstallation>>;

/**
 * A whole installation: api, worker and the S3 stand-in as processes of their own, whose memory can be told apart, the smaller
 * stand-ins in this one. The api serves the benchmark's page, so that it calls from the product's own origin.
 * @param change of the configuration
 */
export async function openInstallation(change: Record<string, string> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'backlot-bench-'));
  const closing: (() => Promise<unknown> | unknown)[] = [() => rm(dataDir, { recursive: true, force: true })];
  const close = async () => {
    for (const end of closing.reverse()) await end();
  };
  try {
    const webDist = join(dataDir, 'page');
    await buildPage(webDist);
    const postgres = await startPostgres({
      dataDir: join(dataDir, 'postgres'),
      durable: false,
      keep: false,
      onSpawn: watchProcess,
    });
    closing.push(postgres.stop);
    const databaseUrl = await postgres.createDatabase('backlot');
    const [port, s3Port] = [await freePort(), await freePort()];
    const publicUrl = `http://localhost:${port}`;
    const webhookSecret = `whsec_${randomBytes(24).toString('hex')}`;
    const stripe = await startStripe({
      secretKey: 'sk_test_bench',
      webhooks: [{ url: `${publicUrl}/api/webhooks/stripe`, secret: webhookSecret }],
      settleAfterSeconds: null,
    });
    closing.push(stripe.stop);
    const mail = await startMail();
    closing.push(mail.stop);
    const env = ownEnvironment(databaseUrl, {
      PUBLIC_URL: publicUrl,
      WEB_DIST: webDist,
      STRIPE_HOST: stripe.host,
      STRIPE_PORT: String(stripe.port),
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      SMTP_URL: mail.smtpUrl,
      S3_ENDPOINT: `http://127.0.0.1:${s3Port}`,
      S3_PORT: String(s3Port),
      S3_DATA_DIR: join(dataDir, 's3'),
      S3_CORS_ORIGIN: publicUrl,
      ...change,
    });
    const s3 = startProcess('packages/standins/src/s3/main.ts', { env });
    closing.push(s3.stop);
    const api = await startServer('apps/api/src/main.ts', { port, env });
    closing.push(api.stop);
    const worker = startProcess('apps/worker/src/main.ts', { env });
    closing.push(worker.stop);

    const config = readProvidersConfig(env);
    if (!config.ok) throw new Error(config.problems.join('; '));
    const ports = connectPorts(config.config);
    closing.push(() => ports.close());
    const connection = connect(databaseUrl, { max: 4, name: 'bench' });
    closing.push(connection.close);
    const { queue, close: closeQueue } = await openQueue({
      url: databaseUrl,
      role: 'producer',
      onError: () => {},
    });
    closing.push(closeQueue);
    const settings = { publicUrl, linkSecret: env.SIGN_IN_SECRET ?? '' };
    const ctx = makeCtx({ db: connection.db, queue, ports, settings, actor: { kind: 'system' } });
    return {
      publicUrl,
      stripe,
      mail,
      ctx,
      env,
      pids: { api: api.pid, worker: worker.pid, s3: s3.pid },
      /** A member, for calling verbs directly. */
      async member(email: string, role: Role = 'member'): Promise<MemberCtx> {
        const { memberId } = await grantRole(ctx, { email, displayName: 'Bench', role, language: 'en' });
        return { ...ctx, actor: { kind: 'member', memberId, role, language: 'en', email } };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** By the product's own Vite, with the same kind of worker. */
function buildPage(outDir: string): Promise<void> {
  const vite = join(root, 'apps/web/node_modules/vite/bin/vite.js');
  const folder = join(root, 'bench/lib/upload-page');
  const child = spawn(
    process.execPath,
    [
      vite,
      'build',
      folder,
      `--config=${join(folder, 'vite.config.mjs')}`,
      `--outDir=${outDir}`,
      '--emptyOutDir',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`vite ended with ${code}`))));
  });
}
