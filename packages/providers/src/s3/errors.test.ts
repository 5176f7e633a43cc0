import type { ObjectStore } from '@backlot/core';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../testing/errors.ts';
import { closedPort, serve } from '../testing/http.ts';
import { s3Clients } from './client.ts';
import { s3ObjectStore } from './provider.ts';

const storeAt = (port: number): ObjectStore =>
  s3ObjectStore(
    s3Clients({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      bucket: 'films',
      accessKeyId: 'key',
      secretAccessKey: 'hidden',
      forcePathStyle: true,
    }),
  );

const parts = [{ number: 1, sizeBytes: 1, etag: '"e"', sha256Base64: null }];
const complete = (store: ObjectStore) => store.completeMultipart({ key: 'k', multipartId: 'u', parts });
const list = (store: ObjectStore) => store.listParts({ key: 'k', multipartId: 'u' });

async function answered(status: number, code: string, run: (store: ObjectStore) => Promise<unknown>) {
  let requests = 0;
  await using server = await serve((_request, response) => {
    requests += 1;
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(`<Error><Code>${code}</Code><Message>About pending/m/a.mp4</Message></Error>`);
  });
  return { error: await errorOf(run(storeAt(server.port))), requests };
}

describe('an error of storage', () => {
  it.each([
    [404, 'NoSuchKey', 'NOT_FOUND'],
    [404, 'NoSuchUpload', 'NOT_FOUND'],
    [404, 'NoSuchBucket', 'INTERNAL'],
    [403, 'AccessDenied', 'INTERNAL'],
    [403, 'SignatureDoesNotMatch', 'INTERNAL'],
    [400, 'InvalidPart', 'PART_REFUSED'],
    [400, 'EntityTooSmall', 'PART_REFUSED'],
  ])('%i %s is %s', async (status, code, ours) => {
    expect((await answered(status, code, complete)).error.code).toBe(ours);
  });

  it.each([
    [500, 'InternalError'],
    [503, 'SlowDown'],
  ])('%i %s is tried again, and passing', async (status, code) => {
    const { error, requests } = await answered(status, code, list);
    expect([error.code, requests]).toEqual(['PROVIDER_UNAVAILABLE', 3]);
  });

  it('after the headers of a completion is an error all the same', async () => {
    // Amazon S3 answers 200 early to keep the connection, and may say in the body that it failed.
    expect((await answered(200, 'InternalError', complete)).error.code).toBe('PROVIDER_UNAVAILABLE');
  });

  it('tells codes, no key, address or secret', async () => {
    const { error } = await answered(403, 'AccessDenied', list);
    expect(error.data).toEqual({
      provider: 's3',
      operation: 'listParts',
      status: 403,
      vendorCode: 'AccessDenied',
    });
    expect(error.cause).toBeUndefined();
    expect(`${error.stack}${JSON.stringify(error)}`).not.toMatch(/pending|hidden|127\.0\.0\.1/);
  });

  it('is passing when nobody answers, whatever was asked', async () => {
    const store = storeAt(await closedPort());
    const errors = await Promise.all([
      errorOf(store.ping()),
      errorOf(store.head('k')),
      errorOf(store.read('k')),
      errorOf(store.delete('k')),
      errorOf(store.findMultiparts('k')),
      errorOf(store.abortMultipart({ key: 'k', multipartId: 'u' })),
      errorOf(list(store)),
    ]);
    for (const error of errors) {
      expect([error.code, error.data.vendorCode]).toEqual(['PROVIDER_UNAVAILABLE', 'ECONNREFUSED']);
    }
  });

  it('is passing for ping whatever it was', async () => {
    const { error } = await answered(403, 'AccessDenied', (store) => store.ping());
    expect(error.code).toBe('PROVIDER_UNAVAILABLE');
  });
});

describe('an object that breaks off', () => {
  it('is passing, and the bytes before it came through', async () => {
    await using server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('abcd', () => setTimeout(() => response.destroy(), 50));
    });
    let seen = '';
    const reading = async () => {
      for await (const chunk of await storeAt(server.port).read('k')) seen += Buffer.from(chunk).toString();
    };
    expect((await errorOf(reading())).code).toBe('PROVIDER_UNAVAILABLE');
    expect(seen).toBe('abcd');
  });

  it('is let go when the reader stops early', async () => {
    let closed = () => {};
    const connectionClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    await using server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': String(1024 ** 3) });
      response.write(Buffer.alloc(1024));
      response.on('close', closed);
    });
    for await (const _chunk of await storeAt(server.port).read('k')) break;
    await connectionClosed;
  });
});
