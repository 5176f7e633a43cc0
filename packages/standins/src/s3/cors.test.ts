import { request } from 'node:http';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect, test } from 'vitest';
import { signPut, startForTest, testing } from './testing.ts';

const origin = 'http://localhost:5173';

test('pages of an allowed origin may send parts and read tags and checksums; others may not', async () => {
  const { client } = await startForTest({ corsOrigins: () => [origin] });
  const url = await signPut(client, 'a');
  const preflight = (from: string, method = 'PUT') =>
    fetch(url, {
      method: 'OPTIONS',
      headers: {
        origin: from,
        'access-control-request-method': method,
        'access-control-request-headers': 'x-amz-checksum-sha256',
      },
    });
  const allowed = await preflight(origin);
  expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
  expect(allowed.headers.get('access-control-allow-headers')).toBe('x-amz-checksum-sha256');
  expect(allowed.headers.get('access-control-allow-methods')).toContain('PUT');
  for (const refused of [await preflight('http://evil.example'), await preflight(origin, 'PATCH')]) {
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('<Code>AccessForbidden</Code>');
  }
  const put = await fetch(url, { method: 'PUT', body: 'film', headers: { origin } });
  expect(put.headers.get('access-control-expose-headers')).toMatch(/ETag.*x-amz-checksum-sha256/);
  const refusedPut = await fetch(url.replace(/Signature=./, 'Signature=x'), {
    method: 'PUT',
    body: 'x',
    headers: { origin },
  });
  expect([refusedPut.status, refusedPut.headers.get('access-control-allow-origin')]).toEqual([403, origin]);
  const foreign = await fetch(url, {
    method: 'PUT',
    body: 'film',
    headers: { origin: 'http://evil.example' },
  });
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
});

test('origins are asked anew for each request', async () => {
  let origins: string[] = [];
  const { client } = await startForTest({ corsOrigins: () => origins });
  const url = await signPut(client, 'a');
  const allowed = async () =>
    (await fetch(url, { method: 'PUT', body: 'x', headers: { origin } })).headers.get(
      'access-control-allow-origin',
    );
  expect(await allowed()).toBeNull();
  origins = [origin];
  expect(await allowed()).toBe(origin);
});

test('a bucket is reached by its host name too, and a foreign host is no bucket', async () => {
  const { s3, client } = await startForTest();
  const hosted = await getSignedUrl(
    client,
    new PutObjectCommand({ Bucket: testing.bucket, Key: 'a', Body: 'film' }),
  );
  const send = (host: string, path: string) =>
    new Promise<string>((resolve, reject) => {
      const sending = request(
        { port: s3.port, host: '127.0.0.1', path, method: 'GET', headers: { host } },
        async (answer) => {
          const body = Buffer.concat(await answer.toArray()).toString();
          resolve(`${answer.statusCode} ${/<Code>([^<]*)/.exec(body)?.[1]}`);
        },
      );
      sending.on('error', reject);
      sending.end();
    });
  const path = new URL(hosted).pathname + new URL(hosted).search;
  // The address was signed for 127.0.0.1: another name of the same server is another host.
  expect(await send(`localhost:${s3.port}`, path)).toBe('403 SignatureDoesNotMatch');
  const { accessKeyId, secretAccessKey, bucket } = testing;
  const virtual = new S3Client({
    endpoint: `http://localhost:${s3.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
  });
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'b', Body: 'film' }));
  const url = new URL(await getSignedUrl(virtual, new GetObjectCommand({ Bucket: bucket, Key: 'b' })));
  expect(url.hostname).toBe(`${bucket}.localhost`);
  expect(await send(url.host, url.pathname + url.search)).toBe('200 undefined');
});
