import { GetObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { ObjectStore } from '@backlot/core';
import type { S3Clients } from './client.ts';
import { attachment } from './disposition.ts';

/**
 * Addresses that a browser uses without a key of ours. They carry a signature: whoever has one can use it until it
 * expires, so they go to the browser that asked and nowhere else.
 */
export function presigning({
  presigning: s3,
  bucket,
}: S3Clients): Pick<ObjectStore, 'presignPart' | 'presignRead'> {
  return {
    presignPart: async ({ key, multipartId, number, sizeBytes, sha256Base64, expiresInSeconds }) => {
      const command = new UploadPartCommand({
        Bucket: bucket,
        Key: key,
        UploadId: multipartId,
        PartNumber: number,
        ContentLength: sizeBytes,
        ChecksumSHA256: sha256Base64,
      });
      const url = await getSignedUrl(s3, command, {
        expiresIn: expiresInSeconds,
        // Signed as headers, both bind the request: another length or checksum has another signature.
        unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
        signableHeaders: new Set(['host', 'content-length', 'x-amz-checksum-sha256']),
      });
      // Browsers set Content-Length themselves and let no script do it.
      return { number, url, headers: { 'x-amz-checksum-sha256': sha256Base64 } };
    },

    presignRead: async ({ key, expiresInSeconds, contentType, downloadName }) => {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(contentType !== undefined && { ResponseContentType: contentType }),
        ...(downloadName !== undefined && { ResponseContentDisposition: attachment(downloadName) }),
      });
      return getSignedUrl(s3, command, { expiresIn: expiresInSeconds });
    },
  };
}
