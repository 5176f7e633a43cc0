import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { BacklotError, type ObjectStore } from '@backlot/core';
import type { S3Clients } from './client.ts';
import { copyObject } from './copy.ts';
import { callS3 } from './errors.ts';
import { guardedStream } from './stream.ts';

type ObjectVerbs = Pick<ObjectStore, 'head' | 'read' | 'copy' | 'delete' | 'list' | 'ping'>;

export function objects({ own: s3, bucket }: S3Clients): ObjectVerbs {
  const head: ObjectVerbs['head'] = async (key) => {
    try {
      const found = await callS3('head', () => s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key })));
      return {
        sizeBytes: found.ContentLength ?? 0,
        etag: found.ETag ?? '',
        contentType: found.ContentType ?? null,
      };
    } catch (error) {
      if (error instanceof BacklotError && error.code === 'NOT_FOUND') return null;
      throw error;
    }
  };

  return {
    head,

    read: async (key, range) => {
      // HTTP has no word for a range of nothing: `bytes=7-6` is passed over and the whole object comes.
      if (range && range.endExclusive <= range.start) {
        if (await head(key)) return nothing();
        throw new BacklotError('NOT_FOUND', { provider: 's3', operation: 'read' });
      }
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(range && { Range: `bytes=${range.start}-${range.endExclusive - 1}` }),
      });
      const { Body } = await callS3('read', () => s3.send(command));
      if (!Body) throw new BacklotError('INTERNAL', { provider: 's3', operation: 'read' });
      return guardedStream(Body);
    },

    copy: (input) => copyObject({ s3, bucket }, input),

    delete: async (key) => {
      await callS3('delete', () => s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })));
    },

    list: async function* (prefix) {
      const pages = paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix });
      for (;;) {
        const page = await callS3('list', () => pages.next());
        if (page.done) return;
        for (const object of page.value.Contents ?? []) {
          if (!object.Key || !object.LastModified) continue;
          yield { key: object.Key, sizeBytes: object.Size ?? 0, lastModified: object.LastModified };
        }
      }
    },

    ping: async () => {
      try {
        await callS3('ping', () => s3.send(new HeadBucketCommand({ Bucket: bucket })));
      } catch (error) {
        const data = error instanceof BacklotError ? error.data : { provider: 's3', operation: 'ping' };
        throw new BacklotError('PROVIDER_UNAVAILABLE', data);
      }
    },
  };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
