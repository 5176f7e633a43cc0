import type { VideoProviderName } from '@backlot/core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { errorOf } from '../testing/errors.ts';
import { serve } from '../testing/http.ts';
import { videoClient } from './call.ts';
import { readVideosConfig, videosEnvironment } from './config.ts';
import { connectVideos } from './connect.ts';

const call = { operation: 'read', method: 'GET', path: '/videos/1' } as const;
const clientOf = (baseUrl: string) =>
  videoClient({ provider: 'generic', baseUrl, headers: { authorization: 'Bearer key' } });

describe('a call of a provider', () => {
  it('takes the key nowhere else: no redirect is followed', async () => {
    let asked = 0;
    await using elsewhere = await serve((_, response) => {
      asked += 1;
      response.end('{}');
    });
    await using maker = await serve((_, response) =>
      response.writeHead(307, { location: elsewhere.url }).end(),
    );
    const error = await errorOf(clientOf(maker.url)(call));
    expect([error.code, error.data.status]).toEqual(['PROVIDER_UNAVAILABLE', 307]);
    expect(asked).toBe(0);
  });

  it.each([
    [200, 'answered'],
    [201, 'answered'],
    [400, 'answered'],
    [422, 'answered'],
    [404, 'NOT_FOUND'],
    ...[301, 304, 401, 402, 403, 408, 409, 425, 429, 500, 503].map(
      (status) => [status, 'PROVIDER_UNAVAILABLE'] as const,
    ),
  ] as const)('that is answered by %i is %s', async (status, outcome) => {
    await using maker = await serve((_, response) =>
      response.writeHead(status).end('{"error":"secret words"}'),
    );
    const run = clientOf(maker.url)(call);
    if (outcome === 'answered') return expect((await run).status).toBe(status);
    const error = await errorOf(run);
    expect(error.code).toBe(outcome);
    expect(JSON.stringify(error.data)).not.toContain('secret');
  });

  it.each([
    ['no, by an answer that refuses', 503, false],
    ['no, by one that asks for patience', 429, false],
    ['perhaps, by one of a gateway', 504, true],
    ['perhaps, by a connection that broke', null, true],
  ] as const)('says whether it was heard: %s', async (_, status, heard) => {
    await using maker = await serve((request, response) =>
      status === null ? request.socket.destroy() : response.writeHead(status).end(),
    );
    expect((await errorOf(clientOf(maker.url)(call))).data).toMatchObject({ status, heard });
  });

  it('was not heard where nobody listens', async () => {
    let url = '';
    {
      await using gone = await serve((_, response) => response.end());
      ({ url } = gone);
    }
    expect((await errorOf(clientOf(url)(call))).data).toMatchObject({ status: null, heard: false });
  });

  it('reads a megabyte of an answer and no more', async () => {
    const answer = (bytes: number) => JSON.stringify('x'.repeat(bytes - 2));
    for (const [bytes, code] of [
      [1024 ** 2, 'answered'],
      [1024 ** 2 + 1, 'PROVIDER_UNAVAILABLE'],
    ] as const) {
      await using maker = await serve((_, response) => response.end(answer(bytes)));
      const outcome = clientOf(maker.url)(call).then(
        () => 'answered',
        (error) => error.code,
      );
      expect(await outcome).toBe(code);
    }
  });

  it('finds its path below an address that ends in slashes', async () => {
    let path: string | undefined;
    await using maker = await serve((request, response) => {
      path = request.url;
      response.end('{}');
    });
    await clientOf(`${maker.url}/v1//`)(call);
    expect(path).toBe('/v1/videos/1');
  });
});

describe('a name of a job', () => {
  it.each([
    ['generic', '/videos/'],
    ['fal', '/house/model/requests/'],
    ['replicate', '/predictions/'],
    ['luma', '/generations/'],
    ['runway', '/v1/tasks/'],
  ] as [VideoProviderName, string][])('leads to no other place at %s', async (name, folder) => {
    const paths: (string | undefined)[] = [];
    await using maker = await serve((request, response) => {
      paths.push(request.url);
      response.writeHead(404).end();
    });
    const signing = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    const read = readVideosConfig(
      z.object(videosEnvironment).parse({
        ...{ VIDEO_API_URL: maker.url, VIDEO_API_KEY: 'key', VIDEO_WEBHOOK_SECRET: 'secret' },
        ...{
          FAL_KEY: 'key',
          FAL_URL: maker.url,
          FAL_MODEL: 'house/model/a',
          FAL_IMAGE_MODEL: 'house/model/b',
        },
        ...{ REPLICATE_API_TOKEN: 'key', REPLICATE_WEBHOOK_SECRET: signing, REPLICATE_URL: maker.url },
        ...{ LUMAAI_API_KEY: 'key', LUMA_URL: maker.url, RUNWAYML_API_SECRET: 'key', RUNWAY_URL: maker.url },
      }),
    );
    const provider = read.ok ? connectVideos(read.config).get(name) : undefined;
    for (const job of ['../keys', '..', '.', 'a/b', 'a?b', 'a#b', '%2e%2e'])
      expect((await errorOf(provider?.read(job) ?? Promise.resolve())).code).toBe('NOT_FOUND');
    const rest = paths.map((path) => path?.slice(0, folder.length));
    expect(rest.filter((start) => start !== folder)).toEqual([]);
  });
});
