import { crc32 } from 'node:zlib';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  paginateListParts,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { BacklotError, type ObjectStore, type StoredPart } from '@backlot/core';
import { longRequestTimeoutMs, type S3Clients } from './client.ts';
import { callS3 } from './errors.ts';

type MultipartVerbs = Pick<
  ObjectStore,
  | 'openMultipart'
  | 'putPart'
  | 'findMultiparts'
  | 'listParts'
  | 'completeMultipart'
  | 'abortMultipart'
  | 'listMultiparts'
>;

export function multiparts({ own: s3, bucket }: S3Clients): MultipartVerbs {
  /** One page of open uploads; the SDK has no paginator for these. */
  const uploadsPage = (prefix: string, after: { KeyMarker?: string; UploadIdMarker?: string }) =>
    callS3('listMultiparts', () =>
      s3.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix, ...after })),
    );

  async function* listMultiparts(prefix: string) {
    let page = await uploadsPage(prefix, {});
    for (;;) {
      for (const upload of page.Uploads ?? []) {
        if (!upload.Key || !upload.UploadId || !upload.Initiated) continue;
        yield { key: upload.Key, multipartId: upload.UploadId, initiatedAt: upload.Initiated };
      }
      if (!page.IsTruncated) return;
      page = await uploadsPage(prefix, {
        KeyMarker: page.NextKeyMarker,
        UploadIdMarker: page.NextUploadIdMarker,
      });
    }
  }

  return {
    listMultiparts,

    openMultipart: async ({ key, contentType, checksum = 'sha256' }) => {
      const opened = await callS3('openMultipart', () =>
        s3.send(
          new CreateMultipartUploadCommand({
            Bucket: bucket,
            Key: key,
            ContentType: contentType,
            ChecksumAlgorithm: checksum === 'sha256' ? 'SHA256' : 'CRC32',
            // A checksum of the parts' checksums: for SHA-256 the only kind there is.
            ChecksumType: 'COMPOSITE',
          }),
        ),
      );
      if (!opened.UploadId)
        throw new BacklotError('INTERNAL', { provider: 's3', operation: 'openMultipart' });
      return opened.UploadId;
    },

    putPart: async ({ key, multipartId, number, bytes }) => {
      const crc32Base64 = crc32Of(bytes);
      const command = new UploadPartCommand({
        Bucket: bucket,
        Key: key,
        UploadId: multipartId,
        PartNumber: number,
        Body: bytes,
        ContentLength: bytes.byteLength,
        ChecksumCRC32: crc32Base64,
      });
      // Otherwise the SDK hashes the body with SHA-256 to sign it; the checksum already says what has to come.
      command.middlewareStack.add(
        (next) => (given) => {
          const { request } = given as { request: { headers: Record<string, string> } };
          request.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD';
          return next(given);
        },
        { step: 'build', name: 'unsignedPayload' },
      );
      const sent = await callS3('putPart', () => s3.send(command, { requestTimeout: longRequestTimeoutMs }));
      return { number, sizeBytes: bytes.byteLength, etag: sent.ETag ?? '', sha256Base64: null, crc32Base64 };
    },

    findMultiparts: async (key) => {
      const found: { multipartId: string; initiatedAt: Date }[] = [];
      for await (const upload of listMultiparts(key)) {
        // The prefix finds longer keys too.
        if (upload.key === key) found.push(upload);
      }
      return found
        .sort((a, b) => a.initiatedAt.getTime() - b.initiatedAt.getTime())
        .map((upload) => upload.multipartId);
    },

    listParts: ({ key, multipartId }) =>
      callS3('listParts', async () => {
        const parts: StoredPart[] = [];
        const pages = paginateListParts({ client: s3 }, { Bucket: bucket, Key: key, UploadId: multipartId });
        for await (const page of pages) {
          for (const part of page.Parts ?? []) {
            parts.push({
              number: part.PartNumber ?? 0,
              sizeBytes: part.Size ?? 0,
              etag: part.ETag ?? '',
              sha256Base64: part.ChecksumSHA256 ?? null,
              crc32Base64: part.ChecksumCRC32 ?? null,
            });
          }
        }
        return parts.sort((a, b) => a.number - b.number);
      }),

    completeMultipart: async ({ key, multipartId, parts }) => {
      const command = new CompleteMultipartUploadCommand({
        Bucket: bucket,
        Key: key,
        UploadId: multipartId,
        MultipartUpload: {
          Parts: [...parts]
            .sort((a, b) => a.number - b.number)
            .map((part) => ({
              PartNumber: part.number,
              ETag: part.etag,
              ...(part.sha256Base64 !== null && { ChecksumSHA256: part.sha256Base64 }),
              ...(part.crc32Base64 && { ChecksumCRC32: part.crc32Base64 }),
            })),
        },
      });
      await callS3('completeMultipart', () => s3.send(command, { requestTimeout: longRequestTimeoutMs }));
    },

    abortMultipart: async ({ key, multipartId }) => {
      const command = new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: multipartId });
      try {
        await callS3('abortMultipart', () => s3.send(command));
      } catch (error) {
        if (!(error instanceof BacklotError) || error.code !== 'NOT_FOUND') throw error;
      }
    },
  };
}

function crc32Of(bytes: Uint8Array): string {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(crc32(bytes));
  return value.toString('base64');
}
