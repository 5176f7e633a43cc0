import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Behaviour, freePort, type Maker, startVideoMakers, type VideoStandIn } from '@backlot/standins';
import { z } from 'zod';
import { readVideosConfig, type VideosConfig, videosEnvironment } from '../video/config.ts';
import { connectVideos, openVideoDoors, type SigningProviderName } from '../video/connect.ts';
import { readLumaHint } from '../video/luma/hint.ts';
import { type SentMessage, type VideosUnderTest, videosContract } from './videos.ts';

const secrets = {
  key: 'key-of-the-contract',
  webhookSecret: 'shared-secret-of-the-contract',
  signingSecret: `whsec_${Buffer.alloc(32, 5).toString('base64')}`,
  replicateSigningSecret: `whsec_${Buffer.alloc(32, 6).toString('base64')}`,
};

function configOf(env: Record<string, string>): VideosConfig {
  const read = readVideosConfig(z.object(videosEnvironment).parse(env));
  if (!read.ok) throw new Error(read.problems.join());
  return read.config;
}

/** Takes in whatever is posted to it. */
async function startEar(): Promise<{
  url: string;
  heard: (SentMessage & { atMs: number })[];
  stop(): Promise<void>;
}> {
  const heard: (SentMessage & { atMs: number })[] = [];
  const server = createServer(async (request, response) => {
    const rawBody = Buffer.concat(await Array.fromAsync(request));
    heard.push({
      rawBody,
      headers: new Headers(request.headers as Record<string, string>),
      atMs: Date.now(),
    });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/told`, heard, stop };
}

async function connect(maker: Maker, behaviour: Partial<Behaviour>): Promise<VideosUnderTest> {
  const usual = { outcome: 'never', ...behaviour } as const;
  const makers: VideoStandIn = await startVideoMakers({ secrets, usual });
  const ear = await startEar();
  const config = configOf(makers.env);
  const provider = (env: Record<string, string>) => {
    const found = connectVideos(configOf(env)).get(maker);
    if (!found) throw new Error(`${maker} is not configured`);
    return found;
  };
  const nowhere = `http://127.0.0.1:${await freePort()}`;
  const changed = (change: (name: string, value: string) => string) =>
    Object.fromEntries(Object.entries(makers.env).map(([name, value]) => [name, change(name, value)]));
  const doors = openVideoDoors(config);
  return {
    provider: provider(makers.env),
    absent: provider(changed((_, value) => value.replace(makers.url, nowhere))),
    withWrongKey: provider(changed((_, value) => (value === secrets.key ? 'key-of-nobody' : value))),
    end: async (jobId, end) => {
      makers.control.end(jobId, end);
    },
    refuseNext: async (why) => makers.control.next({ refuse: why }),
    knowsKeys: maker === 'generic',
    callbackUrl: maker === 'runway' ? null : ear.url,
    messages: () => ear.heard,
    judge: async (message, afterMs = 0) => {
      if (maker === 'luma') return readLumaHint({ rawBody: message.rawBody, videoId: 'v' });
      const door = doors.get(maker as SigningProviderName);
      if (!door) throw new Error(`${maker} has no door`);
      return door({ ...message, nowMs: Date.now() + afterMs });
    },
    close: async () => {
      await makers.stop();
      await ear.stop();
    },
  };
}

videosContract('generic by a shared secret', () => connect('generic', { signs: 'secret' }));
videosContract('generic by Standard Webhooks', () => connect('generic', { signs: 'signature' }));
videosContract('fal', () => connect('fal', {}));
videosContract('Replicate', () => connect('replicate', {}));
videosContract('Luma', () => connect('luma', {}));
videosContract('Runway', () => connect('runway', {}));
