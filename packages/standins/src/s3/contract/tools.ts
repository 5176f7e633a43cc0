import { createHash, randomUUID } from 'node:crypto';
import { S3Client, S3ServiceException, UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect } from 'vitest';

/** An S3 to be held to the contract. The bucket exists; the suite writes below `contract/` only. */
export interface S3Target {
  readonly endpoint: string;
  readonly region?: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly bucket: string;
}

/** What the cases share: a client, a bucket, and a prefix of this run's own. */
export interface Tools {
  readonly target: Required<S3Target>;
  /** Adds no checksum of its own: what the product uses. */
  readonly s3: S3Client;
  /** Adds checksums wherever it can: what the SDK does by itself. */
  readonly checking: S3Client;
  readonly bucket: string;
  /** A key nobody else uses. */
  key(name?: string): string;
}

export function connect(given: S3Target): Tools {
  const target = { region: 'us-east-1', ...given };
  const client = (requestChecksumCalculation: 'WHEN_REQUIRED' | 'WHEN_SUPPORTED') =>
    new S3Client({
      endpoint: target.endpoint,
      region: target.region,
      forcePathStyle: true,
      credentials: { accessKeyId: target.accessKeyId, secretAccessKey: target.secretAccessKey },
      requestChecksumCalculation,
      maxAttempts: 1,
    });
  const run = randomUUID();
  return {
    target,
    s3: client('WHEN_REQUIRED'),
    checking: client('WHEN_SUPPORTED'),
    bucket: target.bucket,
    key: (name = 'film.mp4') => `contract/${run}/${randomUUID()}/${name}`,
  };
}

/** Expects an SDK call to be refused with S3's code and status. */
export async function expectRefused(call: Promise<unknown>, code: string, status: number): Promise<void> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(S3ServiceException);
  const refusal = error as S3ServiceException;
  expect([refusal.name, refusal.$metadata.httpStatusCode]).toEqual([code, status]);
}

/** Expects a plain HTTP answer to be S3's XML error with this code and status. */
export async function expectXmlError(response: Response, code: string, status: number): Promise<void> {
  const text = await response.text();
  expect([/<Code>([^<]*)<\/Code>/.exec(text)?.[1], response.status]).toEqual([code, status]);
  expect(text).toMatch(/<RequestId>[^<]+<\/RequestId>/);
}

export function sha256Base64(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('base64');
}

export function md5Hex(bytes: Uint8Array | string): string {
  return createHash('md5').update(bytes).digest('hex');
}

/** Bytes that differ along the way, so that swapped or shifted pieces show. */
export function sampleBytes(sizeBytes: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(sizeBytes);
  for (let i = 0; i + 4 <= sizeBytes; i += 4)
    bytes.writeUInt32LE((Math.imul(i + seed, 2654435761) ^ seed) >>> 0, i);
  return bytes;
}

/** A signed address for one part in the shape browsers get: length and SHA-256 are signed headers. */
export async function signPart(
  tools: Tools,
  part: { key: string; uploadId: string; partNumber: number; sizeBytes: number; sha256: string },
  options: { expiresInSeconds?: number; signingDate?: Date } = {},
): Promise<string> {
  const command = new UploadPartCommand({
    Bucket: tools.bucket,
    Key: part.key,
    UploadId: part.uploadId,
    PartNumber: part.partNumber,
    ContentLength: part.sizeBytes,
    ChecksumSHA256: part.sha256,
  });
  return getSignedUrl(tools.s3, command, {
    expiresIn: options.expiresInSeconds ?? 300,
    unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
    ...(options.signingDate && { signingDate: options.signingDate }),
  });
}

/** PUT from fetch, as a page does it: the length header is fetch's own. */
export function putBytes(
  url: string,
  body: Uint8Array,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(url, { method: 'PUT', body: new Uint8Array(body), headers });
}
