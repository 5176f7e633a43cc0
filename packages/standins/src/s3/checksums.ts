import { createHash } from 'node:crypto';
import { type CrcName, combineCrcs, createCrc } from './crc.ts';
import { S3Error } from './errors.ts';

/** Object checksums of S3. Source: Amazon S3 User Guide, "Checking object integrity". */
export const checksumAlgorithms = ['SHA256', 'SHA1', 'CRC32', 'CRC32C', 'CRC64NVME'] as const;
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

/** A stored checksum: base64, with `-{parts}` behind it when it is made of the parts' checksums. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
  readonly type: ChecksumType;
}

const digestBytes: Record<ChecksumAlgorithm, number> = {
  SHA256: 32,
  SHA1: 20,
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
};

/** Takes bytes piece by piece; `digest` ends it. */
export interface Hasher {
  update(bytes: Uint8Array): void;
  digest(): Buffer;
}

export function createHasher(algorithm: ChecksumAlgorithm): Hasher {
  if (algorithm === 'SHA256' || algorithm === 'SHA1') return createHash(algorithm.toLowerCase());
  return createCrc(algorithm);
}

export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** The element's name in S3's XML: `ChecksumSHA256`. */
export function checksumElement(algorithm: ChecksumAlgorithm): string {
  return `Checksum${algorithm}`;
}

/** @throws S3Error InvalidRequest when the algorithm is not one of S3's */
export function parseAlgorithm(text: string, header: string): ChecksumAlgorithm {
  const found = checksumAlgorithms.find((name) => name === text.toUpperCase());
  if (!found) throw new S3Error('InvalidRequest', `Value for ${header} header is invalid.`);
  return found;
}

/** Whether a base64 text has the size of a digest of this algorithm (and is canonical base64). */
export function isDigest(algorithm: ChecksumAlgorithm, value: string): boolean {
  const bytes = Buffer.from(value, 'base64');
  return bytes.length === digestBytes[algorithm] && bytes.toString('base64') === value;
}

/** A checksum the sender declares: its value now, or after the body in a trailer. */
export interface DeclaredChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64, or undefined when it follows as a trailer. */
  readonly value: string | undefined;
}

/**
 * Reads which checksum a request declares in headers or promises in trailers.
 * @throws S3Error InvalidRequest on several, malformed or contradicting declarations
 */
export function declaredChecksum(
  headers: ReadonlyMap<string, string>,
  trailers: readonly string[],
): DeclaredChecksum | undefined {
  const inHeaders = checksumAlgorithms.filter((name) => headers.has(checksumHeader(name)));
  const inTrailers = checksumAlgorithms.filter((name) => trailers.includes(checksumHeader(name)));
  if (inHeaders.length + inTrailers.length > 1) {
    throw new S3Error(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const algorithm = inHeaders[0] ?? inTrailers[0];
  const named = headers.get('x-amz-sdk-checksum-algorithm');
  if (named !== undefined) {
    if (!algorithm) {
      throw new S3Error(
        'InvalidRequest',
        'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
      );
    }
    if (parseAlgorithm(named, 'x-amz-sdk-checksum-algorithm') !== algorithm) {
      throw new S3Error('InvalidRequest', 'Value for x-amz-sdk-checksum-algorithm header is invalid.');
    }
  }
  if (!algorithm) return undefined;
  const value = inHeaders[0] ? headers.get(checksumHeader(algorithm)) : undefined;
  if (value !== undefined && !isDigest(algorithm, value)) {
    throw new S3Error('InvalidRequest', `Value for ${checksumHeader(algorithm)} header is invalid.`);
  }
  return { algorithm, value };
}

/** The refusal of bytes that are not what was declared. */
export function badDigest(algorithm: ChecksumAlgorithm): S3Error {
  return new S3Error('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
}

/**
 * The type a multipart upload's checksum gets when none is asked for, or the one asked for.
 * @throws S3Error InvalidRequest when the algorithm cannot have that type
 */
export function checksumTypeOf(algorithm: ChecksumAlgorithm, asked: string | undefined): ChecksumType {
  const hash = algorithm === 'SHA256' || algorithm === 'SHA1';
  const type = asked ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  const possible = type === 'COMPOSITE' ? algorithm !== 'CRC64NVME' : type === 'FULL_OBJECT' && !hash;
  if (!possible) {
    throw new S3Error(
      'InvalidRequest',
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  return type as ChecksumType;
}

/** The checksum of an object made of parts. `value` of each part is base64. */
export function checksumOfParts(
  algorithm: ChecksumAlgorithm,
  type: ChecksumType,
  parts: readonly { value: string; sizeBytes: number }[],
): Checksum {
  const pieces = parts.map((part) => ({
    digest: Buffer.from(part.value, 'base64'),
    sizeBytes: part.sizeBytes,
  }));
  if (type === 'FULL_OBJECT') {
    return { algorithm, type, value: combineCrcs(algorithm as CrcName, pieces).toString('base64') };
  }
  const hasher = createHasher(algorithm);
  for (const piece of pieces) hasher.update(piece.digest);
  return { algorithm, type, value: `${hasher.digest().toString('base64')}-${parts.length}` };
}
