import { createHash, type Hash } from 'node:crypto';
import { S3Error } from './errors.ts';
import type { SignatureChain } from './payload.ts';
import { emptySha256, sameSignature, sha256Hex, signText } from './signature.ts';

const maxLineBytes = 4096;
/** S3 takes small chunks at the end only. */
const minChunkBytes = 8192;

/** Pulls lines and runs of bytes out of a stream of buffers. */
class ByteReader {
  #source: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async #pull(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done) return false;
    this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value]);
    return true;
  }

  /** The next line without its end. @throws S3Error IncompleteBody */
  async line(): Promise<string> {
    for (;;) {
      const at = this.#held.indexOf(0x0a);
      if (at >= 0) {
        const line = this.#held.subarray(0, at).toString('latin1');
        this.#held = this.#held.subarray(at + 1);
        return line.endsWith('\r') ? line.slice(0, -1) : line;
      }
      if (this.#held.length > maxLineBytes || !(await this.#pull())) throw incomplete();
    }
  }

  /** Up to `maxBytes` of what comes next, at least one. @throws S3Error IncompleteBody */
  async some(maxBytes: number): Promise<Buffer> {
    while (this.#held.length === 0) if (!(await this.#pull())) throw incomplete();
    const taken = this.#held.subarray(0, maxBytes);
    this.#held = this.#held.subarray(taken.length);
    return taken;
  }

  async ended(): Promise<boolean> {
    while (this.#held.length === 0) if (!(await this.#pull())) return true;
    return false;
  }
}

function incomplete(): S3Error {
  return new S3Error(
    'IncompleteBody',
    'The request body terminated unexpectedly or is not in the aws-chunked form it was announced in.',
  );
}

/** Checks the chain of chunk signatures: each covers the one before it. */
class ChunkVerifier {
  #chain: SignatureChain;
  #previous: string;

  constructor(chain: SignatureChain) {
    this.#chain = chain;
    this.#previous = chain.seed;
  }

  #check(kind: 'PAYLOAD' | 'TRAILER', digests: readonly string[], signature: string | undefined): void {
    const text = [
      `AWS4-HMAC-SHA256-${kind}`,
      this.#chain.amzDate,
      this.#chain.scope,
      this.#previous,
      ...digests,
    ].join('\n');
    const expected = signText(this.#chain.key, text);
    if (signature === undefined || !sameSignature(expected, signature)) {
      throw new S3Error(
        'SignatureDoesNotMatch',
        'The chunk signature we calculated does not match the signature you provided.',
      );
    }
    this.#previous = signature;
  }

  chunk(hash: Hash, signature: string | undefined): void {
    this.#check('PAYLOAD', [emptySha256, hash.digest('hex')], signature);
  }

  trailer(canonical: string, signature: string | undefined): void {
    this.#check('TRAILER', [sha256Hex(canonical)], signature);
  }
}

/** A body in the aws-chunked coding, decoded as it streams. */
export interface ChunkedOptions {
  /** Present when chunks are signed. */
  readonly chain: SignatureChain | undefined;
  /** Header names promised after the last chunk. */
  readonly trailers: readonly string[];
  /** Filled with the trailers once the body has ended. */
  readonly received: Map<string, string>;
}

/**
 * Yields the decoded bytes. What it yields is only to be believed once it has ended without an error.
 * Source: Amazon S3 API Reference, "Signature Calculations for the Authorization Header: Transferring
 * Payload in Multiple Chunks" and "… Including Trailing Headers".
 * @throws S3Error IncompleteBody, SignatureDoesNotMatch, InvalidChunkSizeError, MalformedTrailerError
 */
export async function* decodeChunked(
  source: AsyncIterable<Buffer>,
  options: ChunkedOptions,
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source);
  const verifier = options.chain && new ChunkVerifier(options.chain);
  let smallSeen = false;
  for (;;) {
    const header = /^([0-9a-fA-F]{1,10})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(await reader.line());
    if (!header) throw incomplete();
    const sizeBytes = Number.parseInt(header[1] as string, 16);
    if (sizeBytes > 0 && smallSeen) {
      throw new S3Error(
        'InvalidChunkSizeError',
        'Only the last chunk is allowed to have a size less than 8192 bytes',
      );
    }
    smallSeen = sizeBytes < minChunkBytes;
    const hash = createHash('sha256');
    for (let left = sizeBytes; left > 0; ) {
      const bytes = await reader.some(left);
      left -= bytes.length;
      if (verifier) hash.update(bytes);
      yield bytes;
    }
    if (sizeBytes > 0 && (await reader.line()) !== '') throw incomplete();
    verifier?.chunk(hash, header[2]);
    if (sizeBytes === 0) break;
  }
  await readTrailers(reader, verifier, options);
}

async function readTrailers(
  reader: ByteReader,
  verifier: ChunkVerifier | undefined,
  options: ChunkedOptions,
): Promise<void> {
  const malformed = new S3Error(
    'MalformedTrailerError',
    'The request contained trailing data that was not well-formed or did not conform to our published schema.',
  );
  let signature: string | undefined;
  let canonical = '';
  for (let line = await reader.line(); line !== ''; line = await reader.line()) {
    const at = line.indexOf(':');
    const name = line.slice(0, at).trim().toLowerCase();
    const value = line.slice(at + 1).trim();
    if (at < 0 || options.received.has(name)) throw malformed;
    if (name === 'x-amz-trailer-signature') signature = value;
    else if (options.trailers.includes(name)) {
      options.received.set(name, value);
      canonical += `${name}:${value}\n`;
    } else throw malformed;
  }
  if (options.trailers.some((name) => !options.received.has(name))) throw malformed;
  if (verifier && options.trailers.length > 0) verifier.trailer(canonical, signature);
  if (!(await reader.ended())) throw incomplete();
}
