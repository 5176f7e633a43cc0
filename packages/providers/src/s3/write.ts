import { Readable } from 'node:stream';
import { Upload } from '@aws-sdk/lib-storage';
import type { ObjectStore } from '@backlot/core';
import type { S3Clients } from './client.ts';
import { callS3 } from './errors.ts';

/** With at most 10,000 parts an object may have 156 GiB; two parts at a time are in memory. */
const partSizeBytes = 16 * 1024 * 1024;

export function writing({ own: s3, bucket }: S3Clients): Pick<ObjectStore, 'write'> {
  return {
    write: async ({ key, contentType, bytes }) => {
      let sizeBytes = 0;
      async function* counted() {
        for await (const chunk of bytes) {
          sizeBytes += chunk.byteLength;
          yield chunk;
        }
      }
      await callS3('write', () =>
        new Upload({
          client: s3,
          params: {
            Bucket: bucket,
            Key: key,
            ContentType: contentType,
            Body: Readable.from(counted(), { objectMode: false }),
          },
          partSize: partSizeBytes,
          queueSize: 2,
          // Parts of a write that failed are of no use to the next one.
          leavePartsOnError: false,
        }).done(),
      );
      return { sizeBytes };
    },
  };
}
