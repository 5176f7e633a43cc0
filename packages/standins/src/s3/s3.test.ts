import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type S3Target, s3Contract } from './contract.ts';
import { type S3StandIn, startS3 } from './index.ts';

const dataDir = mkdtempSync(join(tmpdir(), 's3-contract-'));
const keys = { accessKeyId: 'contract-key', secretAccessKey: 'contract-secret' };
let standIn: S3StandIn | undefined;

s3Contract('the S3 stand-in', async (): Promise<S3Target> => {
  standIn = await startS3({ dataDir, ...keys, buckets: ['contract'] });
  return { endpoint: standIn.url, bucket: 'contract', ...keys };
});

afterAll(async () => {
  await standIn?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const { S3_ENDPOINT, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, S3_BUCKET } = process.env;
if (S3_ENDPOINT && S3_ACCESS_KEY_ID && S3_SECRET_ACCESS_KEY && S3_BUCKET) {
  s3Contract('the S3 that is configured', () => ({
    endpoint: S3_ENDPOINT,
    accessKeyId: S3_ACCESS_KEY_ID,
    secretAccessKey: S3_SECRET_ACCESS_KEY,
    bucket: S3_BUCKET,
    ...(S3_REGION && { region: S3_REGION }),
  }));
}
