import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import { signingKey, signRequest } from './signature.ts';
import { clientFor, folderForTest, signPut, startForTest, testing } from './testing.ts';

const Bucket = testing.bucket;

/** Every file that holds bytes of objects or parts. */
function blobsIn(dataDir: string): string[] {
  return readdirSync(join(dataDir, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
}

async function startProcess(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      S3_PORT: '0',
      S3_DATA_DIR: dataDir,
      S3_ACCESS_KEY_ID: testing.accessKeyId,
      S3_SECRET_ACCESS_KEY: testing.secretAccessKey,
      S3_BUCKET: Bucket,
      S3_CORS_ORIGIN: 'http://localhost:5173',
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { url } = JSON.parse(line.toString()) as { url: string };
  return { child, url };
}

test('a second start finds objects, open uploads and the ledger again', async () => {
  const dataDir = folderForTest();
  const first = await startForTest({ dataDir });
  const Metadata = { a: '1' };
  await first.client.send(new PutObjectCommand({ Bucket, Key: '../é', Body: 'film', Metadata }));
  await first.client.send(new PutObjectCommand({ Bucket, Key: 'gone', Body: 'gone' }));
  await first.client.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
  const { UploadId } = await first.client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'b' }));
  const at = { Bucket, Key: 'b', UploadId };
  const { ETag } = await first.client.send(new UploadPartCommand({ ...at, PartNumber: 1, Body: 'part' }));
  const before = first.s3.listEverything(Bucket);
  await first.s3.stop();

  const second = await startForTest({ dataDir });
  expect(second.s3.listEverything(Bucket)).toEqual(before);
  expect(second.s3.ledger().map((entry) => entry.operation)).toEqual([
    'PutObject',
    'PutObject',
    'DeleteObject',
    'CreateMultipartUpload',
    'UploadPart',
  ]);
  const back = await second.client.send(new GetObjectCommand({ Bucket, Key: '../é' }));
  expect([await back.Body?.transformToString(), back.Metadata]).toEqual(['film', Metadata]);
  const Parts = [{ PartNumber: 1, ETag }];
  await second.client.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts } }));
  expect(second.s3.ledger().at(-1)).toMatchObject({
    seq: 6,
    operation: 'CompleteMultipartUpload',
    uploadId: UploadId,
  });
  await second.s3.stop();

  const third = await startForTest({ dataDir });
  expect(third.s3.listEverything(Bucket)).toMatchObject({
    objects: [{ key: '../é' }, { key: 'b' }],
    uploads: [],
  });
  expect(blobsIn(dataDir)).toHaveLength(2);
});

test('a process killed in the middle of a body keeps what it acknowledged and nothing else', async () => {
  const dataDir = folderForTest();
  const { child, url } = await startProcess(dataDir);
  const client = clientFor(url);
  await client.send(new PutObjectCommand({ Bucket, Key: 'before', Body: 'film' }));
  const sending = request(await signPut(client, 'half'), {
    method: 'PUT',
    headers: { 'content-length': 9_000_000 },
  });
  const cut = new Promise((resolve) => sending.on('error', resolve));
  await new Promise<void>((resolve) =>
    sending.write(Buffer.alloc(4_000_000), () => setTimeout(resolve, 100)),
  );
  expect(readdirSync(join(dataDir, 'tmp'))).toHaveLength(1);
  child.kill('SIGKILL');
  await Promise.all([cut, once(child, 'exit')]);

  const { s3 } = await startForTest({ dataDir });
  expect(s3.listEverything(Bucket).objects.map((object) => object.key)).toEqual(['before']);
  expect([readdirSync(join(dataDir, 'tmp')), blobsIn(dataDir).length]).toEqual([[], 1]);
});

test('as a process of its own it says where it is, writes its ledger, and ends on SIGTERM', async () => {
  const dataDir = folderForTest();
  const { child, url } = await startProcess(dataDir);
  await clientFor(url).send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'film' }));
  const lines = readFileSync(join(dataDir, 'ledger.jsonl'), 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { seq: 1, key: 'a', bytes: 4, outcome: 'done' },
  ]);
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});

test('what is replaced or deleted while it is read is read to its end, and then gone', async () => {
  const dataDir = folderForTest();
  const { client } = await startForTest({ dataDir });
  // Parts, and more bytes than sockets hold: the last part is opened long after it was replaced.
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'a' }));
  const at = { Bucket, Key: 'a', UploadId };
  const bodies = [1, 2, 3, 4].map((n) => Buffer.alloc(8_000_000, n));
  const Parts: CompletedPart[] = [];
  for (const [index, Body] of bodies.entries()) {
    const PartNumber = index + 1;
    const { ETag } = await client.send(new UploadPartCommand({ ...at, PartNumber, Body }));
    Parts.push({ PartNumber, ETag });
  }
  await client.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts } }));
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'a' }));
  await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'new' }));
  expect(blobsIn(dataDir)).toHaveLength(5);
  const read = await Body?.transformToByteArray();
  expect(Buffer.concat(bodies).equals(read ?? Buffer.alloc(0))).toBe(true);
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  await expect.poll(() => blobsIn(dataDir)).toEqual([]);
});

test('what a crash left behind is cleared away: bytes of nobody, an upload that had become an object', async () => {
  const dataDir = folderForTest();
  const first = await startForTest({ dataDir });
  const { UploadId } = await first.client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'a' }));
  const at = { Bucket, Key: 'a', UploadId };
  const { ETag } = await first.client.send(new UploadPartCommand({ ...at, PartNumber: 1, Body: 'film' }));
  const uploads = join(dataDir, 'buckets', Bucket, 'uploads');
  cpSync(join(uploads, UploadId as string), join(dataDir, 'kept'), { recursive: true });
  const Parts = [{ PartNumber: 1, ETag }];
  await first.client.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts } }));
  await first.s3.stop();
  // As if the process had died after writing the object and before removing the upload.
  cpSync(join(dataDir, 'kept'), join(uploads, UploadId as string), { recursive: true });
  mkdirSync(join(dataDir, 'blobs', 'zz'));
  writeFileSync(join(dataDir, 'blobs', 'zz', 'zz-orphan'), 'bytes of nobody');

  const { s3, client } = await startForTest({ dataDir });
  expect(s3.listEverything(Bucket)).toMatchObject({ objects: [{ key: 'a', sizeBytes: 4 }], uploads: [] });
  expect([blobsIn(dataDir).length, readdirSync(uploads)]).toEqual([1, []]);
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'a' }));
  expect(await Body?.transformToString()).toBe('film');
});

test('a part that is still on its way when its upload is aborted does not arrive', async () => {
  const dataDir = folderForTest();
  const { s3, client } = await startForTest({ dataDir });
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'a' }));
  s3.provoke({ kind: 'slow', bytesPerSecond: 1_000_000, operation: 'UploadPart' });
  const part = client.send(
    new UploadPartCommand({ Bucket, Key: 'a', UploadId, PartNumber: 1, Body: Buffer.alloc(300_000) }),
  );
  const refused = expect(part).rejects.toMatchObject({ name: 'NoSuchUpload' });
  await expect.poll(() => readdirSync(join(dataDir, 'tmp')).length).toBe(1);
  await client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'a', UploadId }));
  await refused;
  expect([s3.listEverything(Bucket), blobsIn(dataDir)]).toEqual([{ objects: [], uploads: [] }, []]);
});

test('a large refused body is read away, and the connection goes on', async () => {
  const { s3, client } = await startForTest();
  const url = await signPut(client, 'a');
  const body = Buffer.alloc(30_000_000);
  const refused = await fetch(url.replace(/Signature=./, 'Signature=x'), { method: 'PUT', body });
  expect([refused.status, await refused.text()]).toEqual([
    403,
    expect.stringContaining('SignatureDoesNotMatch'),
  ]);
  const wrong = await fetch(url, {
    method: 'PUT',
    body,
    headers: { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' },
  });
  expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('BadDigest')]);
  expect(s3.listEverything(Bucket).objects).toEqual([]);
  expect((await fetch(url, { method: 'PUT', body: 'film' })).status).toBe(200);
});

test('a body refused in its middle is read away too, for clients that send all before they listen', async () => {
  const { s3 } = await startForTest();
  const amzDate = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${amzDate.slice(0, 8)}/us-east-1/s3/aws4_request`;
  const headers = new Map(
    Object.entries({
      host: `127.0.0.1:${s3.port}`,
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-date': amzDate,
      'x-amz-decoded-content-length': '4',
    }),
  );
  const signedHeaders = [...headers.keys()];
  const signature = signRequest(
    signingKey(testing.secretAccessKey, amzDate.slice(0, 8), 'us-east-1'),
    amzDate,
    scope,
    {
      method: 'PUT',
      path: `/${Bucket}/a`,
      query: [],
      headers,
      signedHeaders,
      payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    },
  );
  const body = Buffer.alloc(40_000_000, 'not a chunk ');
  headers.set('content-length', String(body.length));
  headers.set(
    'authorization',
    `AWS4-HMAC-SHA256 Credential=${testing.accessKeyId}/${scope}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`,
  );
  const head = [...headers].map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const socket = connect(s3.port, '127.0.0.1');
  socket.pause();
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.write(`PUT /${Bucket}/a HTTP/1.1\r\n${head}\r\n`);
    socket.write(body, () => resolve());
  });
  let answer = '';
  for await (const piece of socket) {
    answer += String(piece);
    if (answer.includes('</Error>')) break;
  }
  expect([answer.split('\r\n')[0], /<Code>([^<]*)/.exec(answer)?.[1]]).toEqual([
    'HTTP/1.1 400 Bad Request',
    'IncompleteBody',
  ]);
}, 10_000);
