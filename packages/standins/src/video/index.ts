import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { Behaviour } from './behaviour.ts';
import { makeVideoControl, type VideoControl } from './control.ts';
import { videoControlRoutes } from './control-routes.ts';
import { Files } from './files.ts';
import { falWire } from './wires/fal.ts';
import { genericWire } from './wires/generic.ts';
import { lumaWire } from './wires/luma.ts';
import { replicateWire } from './wires/replicate.ts';
import { runwayWire } from './wires/runway.ts';
import { type MakerSecrets, World } from './world.ts';

export type { FileRequest } from './answer.ts';
export { type Behaviour, type FileFault, fileFaults, type Outcome, outcomes } from './behaviour.ts';
export type { VideoControl } from './control.ts';
export { type Job as VideoJob, type Maker, makers } from './store.ts';
export type { Telling } from './teller.ts';
export type { Claim, MakerSecrets, Outage } from './world.ts';

export type VideoOptions = {
  /** A free one when absent. */
  port?: number;
  /** Where jobs and keys are kept over restarts; only in memory when absent. */
  dataDir?: string;
  secrets: MakerSecrets;
  /** How jobs go when nobody says otherwise. */
  usual?: Partial<Behaviour>;
};

export type VideoStandIn = {
  url: string;
  port: number;
  control: VideoControl;
  /** The part of the product's configuration that leads here: the same variables as in production. */
  env: Record<string, string>;
  stop(): Promise<void>;
};

/**
 * Makers of AI videos on loopback, each on its own wire: `/generic`, `/fal`, `/replicate/v1`, `/luma/dream-machine/v1`, `/runway`;
 * what they made at `/files`, steering at `/_control`. Films are real MP4s that are made while they are served.
 */
export async function startVideoMakers(options: VideoOptions): Promise<VideoStandIn> {
  const { dataDir, secrets, usual } = options;
  const world = new World({ dataDir, secrets, usual });
  const files = new Files(world);
  const control = makeVideoControl(world, files);
  const app = makeApp(world, control);
  const listener = getRequestListener(app.fetch);
  const server = createServer((request, response) => {
    if (!request.url?.startsWith('/files/')) return void listener(request, response);
    files.answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  world.baseUrl = `http://127.0.0.1:${port}`;
  world.resume();
  const stop = async () => {
    await world.stop();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };
  return { url: world.baseUrl, port, control, env: environmentOf(world), stop };
}

function makeApp(world: World, control: VideoControl): Hono {
  const app = new Hono();
  app.route('/_control', videoControlRoutes(control));
  app.use(async (c, next) => {
    if (world.outage === 'api' || world.outage === 'all') return c.text('Bad Gateway', 502);
    return next();
  });
  app.route('/generic', genericWire(world));
  app.route('/fal', falWire(world));
  app.route('/replicate/v1', replicateWire(world));
  app.route('/luma/dream-machine/v1', lumaWire(world));
  app.route('/runway', runwayWire(world));
  return app;
}

function environmentOf({ baseUrl, secrets, userId }: World): Record<string, string> {
  return {
    VIDEO_PROVIDER: 'generic',
    VIDEO_API_URL: `${baseUrl}/generic`,
    VIDEO_API_KEY: secrets.key,
    VIDEO_WEBHOOK_SECRET: secrets.webhookSecret,
    VIDEO_SIGNING_SECRET: secrets.signingSecret,
    // So that the operator's page has something to forecast with.
    VIDEO_PRICE_MICRO_USD: '50000',
    FAL_KEY: secrets.key,
    FAL_USER_ID: userId,
    FAL_URL: `${baseUrl}/fal`,
    FAL_JWKS_URL: `${baseUrl}/fal/.well-known/jwks.json`,
    REPLICATE_API_TOKEN: secrets.key,
    REPLICATE_WEBHOOK_SECRET: secrets.replicateSigningSecret,
    REPLICATE_URL: `${baseUrl}/replicate/v1`,
    LUMAAI_API_KEY: secrets.key,
    LUMA_URL: `${baseUrl}/luma/dream-machine/v1`,
    RUNWAYML_API_SECRET: secrets.key,
    RUNWAY_URL: `${baseUrl}/runway`,
    // The makers are on this very machine, where no address from outside may lead otherwise, and without TLS.
    VIDEO_PRIVATE_HOSTS: new URL(baseUrl).host,
    VIDEO_HTTP_HOSTS: new URL(baseUrl).host,
  };
}
