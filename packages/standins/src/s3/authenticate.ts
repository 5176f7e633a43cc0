import { S3Error } from './errors.ts';
import { type PayloadPlan, readPayloadPlan } from './payload.ts';
import { hasQuery, queryValue, type S3Request, withHoistedHeaders } from './request.ts';
import {
  algorithm,
  canonicalRequest,
  parseAmzDate,
  type SignedRequest,
  sameSignature,
  signingKey,
  signRequest,
} from './signature.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

/** What a verified signature says about the body that follows. */
export interface Authenticated {
  readonly payload: PayloadPlan;
  /** The request, with headers that were signed as part of the query. */
  readonly request: S3Request;
}

/** S3 accepts 15 minutes between its clock and the signer's. */
const maxSkewSeconds = 15 * 60;
/** S3 lets a presigned address live for seven days at most. */
const maxExpiresSeconds = 7 * 24 * 60 * 60;

interface Claim {
  readonly credential: string;
  readonly amzDate: string;
  readonly signedHeaders: string[];
  readonly signature: string;
  readonly query: S3Request['query'];
  readonly payloadHash: string;
}

/**
 * Verifies Signature Version 4 in the Authorization header or in the query.
 * @throws S3Error AccessDenied, SignatureDoesNotMatch, InvalidAccessKeyId, RequestTimeTooSkewed,
 * AuthorizationHeaderMalformed, AuthorizationQueryParametersError, InvalidRequest, InvalidArgument
 */
export function authenticate(request: S3Request, credentials: Credentials, now: Date): Authenticated {
  const header = request.headers.get('authorization');
  const inQuery = hasQuery(request, 'X-Amz-Algorithm') || hasQuery(request, 'X-Amz-Signature');
  if (header !== undefined && inQuery) {
    throw new S3Error('InvalidArgument', 'Only one auth mechanism allowed');
  }
  if (hasQuery(request, 'AWSAccessKeyId') || header?.startsWith('AWS ')) {
    throw new S3Error(
      'InvalidRequest',
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    );
  }
  if (header === undefined && !inQuery) throw new S3Error('AccessDenied', 'Access Denied');
  if (request.headers.has('x-amz-security-token') || hasQuery(request, 'X-Amz-Security-Token')) {
    throw new S3Error('InvalidToken', 'The provided token is malformed or otherwise invalid.');
  }
  const claim = header === undefined ? claimOfQuery(request, now) : claimOfHeader(request, header, now);
  return verify(request, claim, credentials, header === undefined);
}

function claimOfHeader(request: S3Request, header: string, now: Date): Claim {
  const match = /^AWS4-HMAC-SHA256\s+(.*)$/.exec(header);
  const fields = new Map(
    (match?.[1] ?? '').split(',').map((part): [string, string] => {
      const at = part.indexOf('=');
      return [part.slice(0, at).trim(), part.slice(at + 1).trim()];
    }),
  );
  const credential = fields.get('Credential');
  const signedHeaders = fields.get('SignedHeaders');
  const signature = fields.get('Signature');
  if (!credential || !signedHeaders || !signature) {
    throw new S3Error('AuthorizationHeaderMalformed', 'The authorization header is malformed.');
  }
  const amzDate = request.headers.get('x-amz-date') ?? '';
  const date = parseAmzDate(amzDate);
  if (!date) {
    throw new S3Error('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header');
  }
  if (Math.abs(now.getTime() - date.getTime()) > maxSkewSeconds * 1000) {
    throw new S3Error(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      {
        RequestTime: amzDate,
        ServerTime: now.toISOString(),
        MaxAllowedSkewMilliseconds: String(maxSkewSeconds * 1000),
      },
    );
  }
  const payloadHash = request.headers.get('x-amz-content-sha256');
  if (!payloadHash) {
    throw new S3Error('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  }
  return {
    credential,
    amzDate,
    signature,
    signedHeaders: signedHeaders.split(';'),
    query: request.query,
    payloadHash,
  };
}

function claimOfQuery(request: S3Request, now: Date): Claim {
  const value = (name: string): string => {
    const found = request.query.filter(([n]) => n === name);
    if (found.length !== 1 || !found[0]?.[1]) {
      throw new S3Error(
        'AuthorizationQueryParametersError',
        'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
      );
    }
    return found[0][1];
  };
  if (value('X-Amz-Algorithm') !== algorithm) {
    throw new S3Error('AuthorizationQueryParametersError', `X-Amz-Algorithm only supports "${algorithm}"`);
  }
  const [credential, amzDate, signature] = [
    value('X-Amz-Credential'),
    value('X-Amz-Date'),
    value('X-Amz-Signature'),
  ];
  const date = parseAmzDate(amzDate);
  if (!date) {
    throw new S3Error('AuthorizationQueryParametersError', 'X-Amz-Date must be in the ISO8601 Long Format');
  }
  const expiresText = value('X-Amz-Expires');
  const expiresSeconds = Number(expiresText);
  if (!/^-?\d+$/.test(expiresText)) {
    throw new S3Error('AuthorizationQueryParametersError', 'X-Amz-Expires should be a number');
  }
  if (expiresSeconds < 0) {
    throw new S3Error('AuthorizationQueryParametersError', 'X-Amz-Expires must be non-negative');
  }
  if (expiresSeconds > maxExpiresSeconds) {
    throw new S3Error(
      'AuthorizationQueryParametersError',
      `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${maxExpiresSeconds} seconds`,
    );
  }
  const ageSeconds = (now.getTime() - date.getTime()) / 1000;
  if (ageSeconds < -maxSkewSeconds) throw new S3Error('AccessDenied', 'Request is not yet valid');
  if (ageSeconds > expiresSeconds) {
    throw new S3Error('AccessDenied', 'Request has expired', {
      'X-Amz-Expires': expiresText,
      Expires: new Date(date.getTime() + expiresSeconds * 1000).toISOString(),
      ServerTime: now.toISOString(),
    });
  }
  return {
    credential,
    amzDate,
    signature,
    signedHeaders: value('X-Amz-SignedHeaders').split(';'),
    query: request.query.filter(([name]) => name !== 'X-Amz-Signature'),
    payloadHash:
      queryValue(request, 'X-Amz-Content-Sha256') ??
      request.headers.get('x-amz-content-sha256') ??
      'UNSIGNED-PAYLOAD',
  };
}

/** Headers that must be covered when they are there: what changes the meaning of a request. */
function assertNothingUnsigned(request: S3Request, signedHeaders: readonly string[]): void {
  const unsigned = [...request.headers.keys()].filter(
    (name) => (name === 'host' || name.startsWith('x-amz-')) && !signedHeaders.includes(name),
  );
  if (unsigned.length === 0) return;
  throw new S3Error('AccessDenied', 'There were headers present in the request which were not signed', {
    HeadersNotSigned: unsigned.join(', '),
  });
}

function verify(request: S3Request, claim: Claim, credentials: Credentials, inQuery: boolean): Authenticated {
  const malformed = inQuery ? 'AuthorizationQueryParametersError' : 'AuthorizationHeaderMalformed';
  const [accessKeyId, day, region, service, end, ...rest] = claim.credential.split('/');
  if (!accessKeyId || !day || service !== 's3' || end !== 'aws4_request' || rest.length > 0) {
    throw new S3Error(
      malformed,
      'The Credential is malformed; expecting "<key>/YYYYMMDD/REGION/s3/aws4_request".',
    );
  }
  if (accessKeyId !== credentials.accessKeyId) {
    throw new S3Error(
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
    );
  }
  if (region !== credentials.region) {
    throw new S3Error(malformed, `The region '${region}' is wrong; expecting '${credentials.region}'`, {
      Region: credentials.region,
    });
  }
  if (day !== claim.amzDate.slice(0, 8)) {
    throw new S3Error(malformed, 'Invalid credential date: it is not the same as X-Amz-Date.');
  }
  assertNothingUnsigned(request, claim.signedHeaders);
  const key = signingKey(credentials.secretAccessKey, day, region);
  const scope = `${day}/${region}/s3/aws4_request`;
  const signed: SignedRequest = {
    method: request.method,
    path: request.path,
    query: claim.query,
    headers: request.headers,
    signedHeaders: claim.signedHeaders,
    payloadHash: claim.payloadHash,
  };
  const missing = claim.signedHeaders.some((name) => !request.headers.has(name));
  const expected = signRequest(key, claim.amzDate, scope, signed);
  if (missing || !sameSignature(expected, claim.signature)) {
    throw new S3Error(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      { CanonicalRequest: withoutSecrets(canonicalRequest(signed)) },
    );
  }
  const chain = { key, scope, amzDate: claim.amzDate, seed: claim.signature };
  return {
    payload: readPayloadPlan(claim.payloadHash, request.headers, chain),
    request: inQuery ? withHoistedHeaders(request) : request,
  };
}

/** The canonical request helps to find a mistake; it holds no signature, but a token would be a secret. */
function withoutSecrets(text: string): string {
  return text.replace(/(x-amz-security-token[:=])[^\n&]*/gi, '$1…');
}
