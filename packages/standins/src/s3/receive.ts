import { createHash } from 'node:crypto';
import type { Call } from './call.ts';
import {
  badDigest,
  type ChecksumAlgorithm,
  checksumHeader,
  createHasher,
  declaredChecksum,
  type Hasher,
  isDigest,
} from './checksums.ts';
import { decodeChunked } from './chunked.ts';
import { S3Error } from './errors.ts';

/** A body that arrived whole and is what its sender declared. */
export interface Received {
  readonly sizeBytes: number;
  readonly md5Hex: string;
  /** Base64, present when the sender declared one. */
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly value: string };
}

/** One PUT or one part carries at most 5 GiB. Source: Amazon S3 User Guide, "Multipart upload limits". */
export const maxPutBytes = 5 * 1024 ** 3;

/** The size the sender promises. @throws S3Error MissingContentLength, InvalidArgument, EntityTooLarge */
function promisedBytes(call: Call, maxBytes: number): number {
  const name = call.payload.kind === 'chunked' ? 'x-amz-decoded-content-length' : 'content-length';
  const text = call.request.headers.get(name);
  if (text === undefined) {
    throw new S3Error('MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
  if (!/^\d+$/.test(text)) throw new S3Error('InvalidArgument', `Value for ${name} header is invalid.`);
  const sizeBytes = Number(text);
  if (sizeBytes > maxBytes) {
    throw new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      ProposedSize: String(sizeBytes),
      MaxSizeAllowed: String(maxBytes),
    });
  }
  return sizeBytes;
}

function declaredMd5(call: Call): string | undefined {
  const header = call.request.headers.get('content-md5');
  if (header === undefined) return undefined;
  const bytes = Buffer.from(header, 'base64');
  if (bytes.length !== 16) throw new S3Error('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  return bytes.toString('hex');
}

/**
 * Streams the body of a call into `sink`, checking it against all that was declared: length, signed hash,
 * chunk signatures, Content-MD5, checksum (header or trailer). The bytes count only once this has returned.
 * With `checksumIsOf: 'object'` the checksum header is about the object that a document asks for, not the document.
 * @throws S3Error BadDigest, XAmzContentSHA256Mismatch, IncompleteBody, EntityTooLarge, … ; ConnectionCut
 */
export async function receive(
  call: Call,
  maxBytes: number,
  sink: (bytes: Buffer) => Promise<void>,
  options: { readonly checksumIsOf: 'body' | 'object' } = { checksumIsOf: 'body' },
): Promise<Received> {
  const { payload, request } = call;
  const promised = promisedBytes(call, maxBytes);
  const md5Declared = declaredMd5(call);
  const declared =
    options.checksumIsOf === 'body'
      ? declaredChecksum(request.headers, payload.kind === 'chunked' ? payload.trailers : [])
      : undefined;

  const trailers = new Map<string, string>();
  const raw = call.body.bytes();
  const bytes = payload.kind === 'chunked' ? decodeChunked(raw, { ...payload, received: trailers }) : raw;
  const md5 = createHash('md5');
  const hashers = new Map<ChecksumAlgorithm, Hasher>();
  if (declared) hashers.set(declared.algorithm, createHasher(declared.algorithm));
  if (payload.kind === 'signed') hashers.set('SHA256', createHasher('SHA256'));

  let sizeBytes = 0;
  for await (const piece of bytes) {
    sizeBytes += piece.length;
    if (sizeBytes > promised) break;
    md5.update(piece);
    for (const hasher of hashers.values()) hasher.update(piece);
    await sink(piece);
  }
  if (sizeBytes !== promised) {
    throw new S3Error(
      'IncompleteBody',
      'You did not provide the number of bytes specified by the Content-Length HTTP header',
    );
  }
  const digests = new Map([...hashers].map(([name, hasher]) => [name, hasher.digest()]));
  if (payload.kind === 'signed' && digests.get('SHA256')?.toString('hex') !== payload.sha256Hex) {
    throw new S3Error(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  const md5Hex = md5.digest('hex');
  if (md5Declared !== undefined && md5Declared !== md5Hex) {
    throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  if (!declared) return { sizeBytes, md5Hex };
  const value = declared.value ?? trailers.get(checksumHeader(declared.algorithm)) ?? '';
  if (!isDigest(declared.algorithm, value)) {
    throw new S3Error(
      'InvalidRequest',
      `Value for ${checksumHeader(declared.algorithm)} trailing header is invalid.`,
    );
  }
  if (digests.get(declared.algorithm)?.toString('base64') !== value) throw badDigest(declared.algorithm);
  return { sizeBytes, md5Hex, checksum: { algorithm: declared.algorithm, value } };
}

/** Receives a small document whole. @throws what `receive` throws; S3Error MissingRequestBodyError when empty */
export async function receiveText(
  call: Call,
  maxBytes: number,
  options?: Parameters<typeof receive>[3],
): Promise<string> {
  const pieces: Buffer[] = [];
  const keep = async (bytes: Buffer) => {
    pieces.push(bytes);
  };
  const { sizeBytes } = await receive(call, maxBytes, keep, options);
  if (sizeBytes === 0) throw new S3Error('MissingRequestBodyError', 'Request body is empty.');
  return Buffer.concat(pieces).toString('utf8');
}

/**
 * Receives a body as a blob and hands it to `commit`, which makes it visible in one synchronous step or throws.
 * Nothing stays behind unless `commit` returns.
 */
export async function receiveBlob<T>(
  call: Call,
  commit: (received: Received & { readonly blob: string }) => T,
): Promise<T> {
  const { blobs } = call.store;
  const writer = await blobs.create();
  let received: Received;
  let path: string;
  try {
    received = await receive(call, maxPutBytes, (bytes) => writer.write(bytes));
    path = await writer.finish();
  } catch (error) {
    await writer.discard();
    throw error;
  }
  const blob = blobs.adopt(path);
  try {
    return commit({ ...received, blob });
  } catch (error) {
    blobs.remove([blob]);
    throw error;
  }
}
