import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { onTestFinished } from 'vitest';
import { type S3Options, type S3StandIn, startS3 } from './server.ts';

/** The credentials and the bucket of every stand-in that `startForTest` starts. */
export const testing = { accessKeyId: 'key', secretAccessKey: 'secret', bucket: 'films' } as const;

/** A folder of its own for the running test. */
export function folderForTest(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 's3-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}

export function clientFor(endpoint: string): S3Client {
  const { accessKeyId, secretAccessKey } = testing;
  return new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    maxAttempts: 1,
  });
}

/** A stand-in with a client, stopped when the running test is over. */
export async function startForTest(
  options: Partial<S3Options> = {},
): Promise<{ s3: S3StandIn; client: S3Client }> {
  const { bucket, ...keys } = testing;
  const s3 = await startS3({
    dataDir: options.dataDir ?? folderForTest(),
    ...keys,
    buckets: [bucket],
    ...options,
  });
  onTestFinished(() => s3.stop());
  return { s3, client: clientFor(s3.url) };
}

/** A signed address to PUT a key. */
export function signPut(client: S3Client, key: string): Promise<string> {
  return getSignedUrl(client, new PutObjectCommand({ Bucket: testing.bucket, Key: key }));
}
