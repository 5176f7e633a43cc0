import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { CreateBucketCommand, PutBucketCorsCommand, S3Client } from '@aws-sdk/client-s3';
import type { ObjectStore } from '@backlot/core';
import { type S3StandIn, startS3 } from '@backlot/standins';

/** Where a house keeps its objects: the stand-in, or any S3 engine that the environment names. */
export type HouseStorage = {
  /** For the product's configuration. */
  environment: Record<string, string>;
  /** The stand-in, for tests that steer it or read its ledger; null with another engine. */
  standIn: S3StandIn | null;
  stop(): Promise<void>;
};

/** Storage for one house: with S3_ENDPOINT and its three companions that engine, in the bucket that they name. */
export async function openStorage(dataDir: string, pageOrigin: string): Promise<HouseStorage> {
  const {
    S3_ENDPOINT,
    S3_ACCESS_KEY_ID,
    S3_SECRET_ACCESS_KEY,
    S3_BUCKET,
    S3_REGION = 'us-east-1',
  } = process.env;
  if (S3_ENDPOINT && S3_ACCESS_KEY_ID && S3_SECRET_ACCESS_KEY && S3_BUCKET) {
    const environment = {
      S3_ENDPOINT,
      S3_ACCESS_KEY_ID,
      S3_SECRET_ACCESS_KEY,
      S3_BUCKET,
      S3_REGION,
      S3_FORCE_PATH_STYLE: 'true',
    };
    await letPagesIn(environment, pageOrigin);
    return { environment, standIn: null, stop: async () => {} };
  }
  const accessKeyId = 'house';
  const secretAccessKey = randomBytes(24).toString('hex');
  const bucket = 'backlot';
  const standIn = await startS3({
    dataDir: join(dataDir, 's3'),
    accessKeyId,
    secretAccessKey,
    buckets: [bucket],
    corsOrigins: () => [pageOrigin],
  });
  return {
    environment: {
      S3_ENDPOINT: standIn.url,
      S3_ACCESS_KEY_ID: accessKeyId,
      S3_SECRET_ACCESS_KEY: secretAccessKey,
      S3_BUCKET: bucket,
      S3_REGION,
      S3_FORCE_PATH_STYLE: 'true',
    },
    standIn,
    stop: () => standIn.stop(),
  };
}

/** Makes the bucket when it is missing, and lets the house's pages send parts and read films. */
async function letPagesIn(environment: Record<string, string>, origin: string): Promise<void> {
  const client = new S3Client({
    endpoint: environment.S3_ENDPOINT,
    region: environment.S3_REGION,
    forcePathStyle: true,
    credentials: {
      accessKeyId: environment.S3_ACCESS_KEY_ID ?? '',
      secretAccessKey: environment.S3_SECRET_ACCESS_KEY ?? '',
    },
  });
  const Bucket = environment.S3_BUCKET;
  await client.send(new CreateBucketCommand({ Bucket })).catch(() => {});
  const rule = {
    AllowedOrigins: [origin],
    AllowedMethods: ['GET', 'PUT', 'HEAD'],
    AllowedHeaders: ['*'],
    ExposeHeaders: ['ETag', 'x-amz-checksum-sha256'],
  };
  // An engine that answers every origin by itself has no such setting.
  await client
    .send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [rule] } }))
    .catch(() => {});
  client.destroy();
}

/** The keys of all objects. */
export async function objectsIn(objects: ObjectStore): Promise<string[]> {
  return (await Array.fromAsync(objects.list(''))).map((object) => object.key);
}

/** Every key that storage holds, of objects and of open multipart uploads. */
export async function keysIn(objects: ObjectStore): Promise<string[]> {
  const open = await Array.fromAsync(objects.listMultiparts(''));
  return [...(await objectsIn(objects)), ...open.map((upload) => upload.key)];
}
