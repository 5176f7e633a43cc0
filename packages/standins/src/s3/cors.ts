import type { IncomingMessage } from 'node:http';
import { checksumAlgorithms, checksumHeader } from './checksums.ts';
import { S3Error } from './errors.ts';

const exposed = [
  'ETag',
  'Accept-Ranges',
  'Content-Disposition',
  'Content-Length',
  'Content-Range',
  'Last-Modified',
  'x-amz-checksum-type',
  'x-amz-request-id',
  'x-amz-mp-parts-count',
  ...checksumAlgorithms.map(checksumHeader),
].join(', ');

const methods = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];

function allows(origin: string | undefined, origins: readonly string[]): origin is string {
  return origin !== undefined && (origins.includes('*') || origins.includes(origin));
}

/** The headers that let a page of an allowed origin read the answer; none for other origins. */
export function corsHeaders(incoming: IncomingMessage, origins: readonly string[]): Record<string, string> {
  const { origin } = incoming.headers;
  if (!allows(origin, origins)) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': exposed,
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

/**
 * The answer to a preflight: any header may be sent, the five methods of S3 may be used.
 * @throws S3Error AccessForbidden (other origin or method), InvalidRequest (not a preflight)
 */
export function preflightHeaders(
  incoming: IncomingMessage,
  origins: readonly string[],
): Record<string, string> {
  const { origin } = incoming.headers;
  const method = incoming.headers['access-control-request-method'];
  if (!origin || !method) {
    throw new S3Error('InvalidRequest', 'Insufficient information. Origin request header needed.');
  }
  if (!allows(origin, origins) || !methods.includes(method)) {
    throw new S3Error('AccessForbidden', 'CORSResponse: This CORS request is not allowed.', {
      Method: method,
      ResourceType: 'OBJECT',
    });
  }
  const headers = incoming.headers['access-control-request-headers'];
  return {
    ...corsHeaders(incoming, origins),
    'access-control-allow-methods': methods.join(', '),
    ...(headers ? { 'access-control-allow-headers': headers } : {}),
    'access-control-max-age': '3000',
  };
}
