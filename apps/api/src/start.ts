import { describeError, type RateLimiter } from '@backlot/core';
import { connect, migrate } from '@backlot/db';
import { makeCtx, openQueue } from '@backlot/domain';
import {
  connectPorts,
  exceptionsIn,
  type Logger,
  memoryLimiter,
  openLog,
  openVideoDoors,
  sharedLimiter,
} from '@backlot/providers';
import { serve } from '@hono/node-server';
import { buildApp } from './app.ts';
import type { ApiConfig } from './config.ts';
import { openDoor } from './limits.ts';
import { openNoticeHub } from './notice-hub.ts';
import { openSessions } from './session.ts';
import { openSharedCache } from './shared-cache.ts';

/**
 * Starts an api process: database, queue, ports, HTTP.
 * @returns the port that it listens on and a function that lets running requests end and closes everything
 */
export async function startApi(config: ApiConfig): Promise<{ port: number; stop(): Promise<void> }> {
  const log = openLog(config.logLevel, 'api');
  await migrate(config.databaseUrl);
  const connection = connect(config.databaseUrl, { max: 10, name: 'backlot-api' });
  const queue = await openQueue({
    url: config.databaseUrl,
    role: 'producer',
    onError: (error) => log.warn({ error: describeError(error) }, 'queue'),
  });
  const exceptions = exceptionsIn(config.providers.downloads);
  if (exceptions) log.warn(exceptions, 'downloads may reach hosts that they usually may not');
  const ports = connectPorts(config.providers);
  const shared = await openSharedCache(config.databaseUrl);
  const ctx = makeCtx({
    cache: shared.cache,
    db: connection.db,
    queue: queue.queue,
    ports,
    settings: { publicUrl: config.publicUrl, linkSecret: config.signInSecret },
    actor: { kind: 'visitor' },
  });
  const notices = await openNoticeHub(config.databaseUrl);
  const limiter = await openLimiter(config, log);
  const { s3, stripe, videos } = config.providers;
  const app = await buildApp({
    ctx,
    sessions: openSessions(connection.db, ctx.now),
    notices,
    log,
    publicUrl: config.publicUrl,
    storageOrigin: storageOrigin(s3),
    webhookSecrets: { stripe: stripe.webhookSecrets },
    videoDoors: openVideoDoors(videos),
    webDist: config.webDist,
    door: openDoor({ limiter, limits: config.limits, trustedProxies: config.trustedProxies }),
  });
  const server = serve({ fetch: app.fetch, hostname: config.host, port: config.port });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  log.info({ port }, 'listening');
  return {
    port,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Streams of notices never end by themselves; their readers come back to another process.
      if ('closeAllConnections' in server) setTimeout(() => server.closeAllConnections(), 2_000).unref();
      await closed;
      await limiter.close();
      await shared.close();
      await notices.close();
      await queue.close();
      ports.close();
      await connection.close();
    },
  };
}

/** One instance counts in its memory, several by what they share. */
async function openLimiter(config: ApiConfig, log: Logger): Promise<RateLimiter> {
  if (config.redisUrl === undefined) return memoryLimiter();
  return sharedLimiter({
    url: config.redisUrl,
    onTrouble: (state, error) =>
      state === 'alone'
        ? log.error({ error: describeError(error) }, 'limits are not shared')
        : log.info({}, 'limits are shared again'),
  });
}

/** The origin under which browsers reach storage, for the content policy. */
function storageOrigin(s3: ApiConfig['providers']['s3']): string {
  const endpoint = s3.publicEndpoint ?? s3.endpoint ?? `https://s3.${s3.region}.amazonaws.com`;
  const url = new URL(endpoint);
  return s3.forcePathStyle ? url.origin : `${url.protocol}//${s3.bucket}.${url.host}`;
}
