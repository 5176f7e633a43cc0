import type { Store } from './store.ts';

/** All that a bucket holds: what a test of "nothing is left over" wants to see. */
export interface Everything {
  readonly objects: {
    readonly key: string;
    readonly sizeBytes: number;
    readonly etag: string;
    readonly lastModified: string;
    readonly contentType: string | undefined;
    readonly checksum?: string;
  }[];
  readonly uploads: {
    readonly key: string;
    readonly uploadId: string;
    readonly initiated: string;
    readonly parts: { readonly partNumber: number; readonly sizeBytes: number; readonly etag: string }[];
  }[];
}

/** Objects by key, and open multipart uploads with the parts that have arrived. @throws S3Error NoSuchBucket */
export function listEverything(store: Store, bucketName: string): Everything {
  const bucket = store.bucket(bucketName);
  const objects = bucket.sortedKeys().flatMap(({ key }) => {
    const record = bucket.object(key);
    if (!record) return [];
    const { sizeBytes, etag, lastModified, headers, checksum } = record;
    return [
      {
        key,
        sizeBytes,
        etag,
        lastModified,
        contentType: headers['content-type'],
        ...(checksum && { checksum: `${checksum.algorithm}:${checksum.value}` }),
      },
    ];
  });
  const uploads = bucket.uploads().map(({ record, parts }) => ({
    key: record.key,
    uploadId: record.uploadId,
    initiated: record.initiated,
    parts: [...parts.values()]
      .sort((a, b) => a.partNumber - b.partNumber)
      .map(({ partNumber, sizeBytes, etag }) => ({ partNumber, sizeBytes, etag })),
  }));
  return { objects, uploads };
}
