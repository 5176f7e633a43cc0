import { s3Clients } from '../s3/client.ts';
import { s3ObjectStore } from '../s3/provider.ts';
import { startStorage } from '../testing/storage.ts';
import type { ObjectStoreUnderTest } from './hands.ts';
import { objectsContract } from './objects.ts';
import { uploadsContract } from './uploads.ts';

async function connect(): Promise<ObjectStoreUnderTest> {
  const storage = await startStorage();
  const own = s3Clients(storage.config);
  const missing = s3Clients({ ...storage.config, bucket: 'no-such-bucket' });
  return {
    store: s3ObjectStore(own),
    withoutBucket: s3ObjectStore(missing),
    close: async () => {
      own.close();
      missing.close();
      await storage.close();
    },
  };
}

objectsContract('the S3 provider with the stand-in', connect);
uploadsContract('the S3 provider with the stand-in', connect);
