import { S3Error } from './errors.ts';

/** What chunk signatures are chained to. */
export interface SignatureChain {
  readonly key: Buffer;
  readonly scope: string;
  readonly amzDate: string;
  /** The signature of the request, in hex: the first link. */
  readonly seed: string;
}

/** How the body is sent and what of it was signed. */
export type PayloadPlan =
  | { readonly kind: 'unsigned' }
  | { readonly kind: 'signed'; readonly sha256Hex: string }
  | {
      readonly kind: 'chunked';
      /** Present when every chunk is signed. */
      readonly chain: SignatureChain | undefined;
      /** Header names that follow the last chunk. */
      readonly trailers: readonly string[];
    };

/**
 * Reads the value of x-amz-content-sha256.
 * Source: Amazon S3 API Reference, "Common Request Headers" and "Signature Calculations … Chunked Upload".
 * @throws S3Error InvalidArgument, InvalidRequest
 */
export function readPayloadPlan(
  payloadHash: string,
  headers: ReadonlyMap<string, string>,
  chain: SignatureChain,
): PayloadPlan {
  const trailers = (headers.get('x-amz-trailer') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  switch (payloadHash) {
    case 'UNSIGNED-PAYLOAD':
      return { kind: 'unsigned' };
    case 'STREAMING-UNSIGNED-PAYLOAD-TRAILER':
      return { kind: 'chunked', chain: undefined, trailers };
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD':
      return { kind: 'chunked', chain, trailers: [] };
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER':
      return { kind: 'chunked', chain, trailers };
  }
  if (!/^[0-9a-f]{64}$/.test(payloadHash)) {
    throw new S3Error(
      'InvalidArgument',
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
    );
  }
  return { kind: 'signed', sha256Hex: payloadHash };
}
