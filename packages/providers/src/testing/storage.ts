import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type S3StandIn, startS3 } from '@backlot/standins/s3';
import type { S3Config } from '../config.ts';

/** An S3 of its own with a bucket `films`, and the configuration that leads there. */
export async function startStorage(): Promise<{
  server: S3StandIn;
  config: S3Config;
  close(): Promise<void>;
}> {
  const dataDir = await mkdtemp(join(tmpdir(), 'backlot-storage-'));
  const keys = { accessKeyId: 'test-key', secretAccessKey: 'test-secret', region: 'us-east-1' };
  const server = await startS3({ dataDir, buckets: ['films'], ...keys });
  return {
    server,
    config: { endpoint: server.url, bucket: 'films', forcePathStyle: true, ...keys },
    close: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}
