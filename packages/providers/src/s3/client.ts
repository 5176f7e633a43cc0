import { S3Client } from '@aws-sdk/client-s3';
import type { S3Config } from '../config.ts';

/** A server that takes no connection or gives no first byte within these is down for us. */
const connectionTimeoutMs = 5_000;
const requestTimeoutMs = 30_000;
/** Putting together thousands of parts, or copying gigabytes, is answered only when it is done. */
export const longRequestTimeoutMs = 10 * 60_000;

/** The client for calls of our own, and the one whose addresses browsers are given. */
export type S3Clients = { own: S3Client; presigning: S3Client; bucket: string; close(): void };

export function s3Clients(config: S3Config): S3Clients {
  const own = client(config, config.endpoint);
  const presigning = config.publicEndpoint === undefined ? own : client(config, config.publicEndpoint);
  return {
    own,
    presigning,
    bucket: config.bucket,
    close: () => {
      own.destroy();
      presigning.destroy();
    },
  };
}

function client(config: S3Config, endpoint: string | undefined): S3Client {
  return new S3Client({
    ...(endpoint !== undefined && { endpoint }),
    region: config.region,
    forcePathStyle: config.forcePathStyle,
    credentials: { accessKeyId: config.accessKeyId, secretAccessKey: config.secretAccessKey },
    // By default the SDK adds a CRC32 to whatever has no checksum: in an address, that of an empty body, which no body
    // sent there would match; elsewhere, a header that not every storage knows.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: connectionTimeoutMs,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
    },
  });
}
