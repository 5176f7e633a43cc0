import { describe, expect, test } from 'vitest';
import { authenticate } from './authenticate.ts';
import { S3Error } from './errors.ts';
import type { S3Request } from './request.ts';
import { emptySha256, signingKey, signRequest } from './signature.ts';

const credentials = { accessKeyId: 'key', secretAccessKey: 'secret', region: 'us-east-1' };
const amzDate = '20260102T030405Z';
const signedAt = new Date('2026-01-02T03:04:05Z');

/** A request whose Authorization header is right, and what to spoil of it. */
function signed(
  spoil: { headers?: Record<string, string>; credential?: string; signedHeaders?: string[] } = {},
): S3Request {
  const headers = new Map(
    Object.entries({ host: 'localhost:9000', 'x-amz-content-sha256': emptySha256, 'x-amz-date': amzDate }),
  );
  const signedHeaders = spoil.signedHeaders ?? [...headers.keys()].sort();
  const scope = '20260102/us-east-1/s3/aws4_request';
  const request = { method: 'GET', path: '/films/a', query: [], headers };
  const signature = signRequest(signingKey('secret', '20260102', 'us-east-1'), amzDate, scope, {
    ...request,
    signedHeaders,
    payloadHash: emptySha256,
  });
  headers.set(
    'authorization',
    `AWS4-HMAC-SHA256 Credential=${spoil.credential ?? `key/${scope}`}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`,
  );
  for (const [name, value] of Object.entries(spoil.headers ?? {})) headers.set(name, value);
  return { ...request, bucket: 'films', key: 'a' };
}

function refusal(request: S3Request, now = signedAt): string | undefined {
  try {
    authenticate(request, credentials, now);
    return undefined;
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return error.code;
  }
}

describe('a signed request', () => {
  test('is believed, and tells what its body must be', () => {
    expect(authenticate(signed(), credentials, signedAt).payload).toEqual({
      kind: 'signed',
      sha256Hex: emptySha256,
    });
  });

  test('is believed for a quarter of an hour before and after its date, and no longer', () => {
    const at = (seconds: number) => new Date(signedAt.getTime() + seconds * 1000);
    expect([refusal(signed(), at(900)), refusal(signed(), at(-900))]).toEqual([undefined, undefined]);
    expect([refusal(signed(), at(901)), refusal(signed(), at(-901))]).toEqual([
      'RequestTimeTooSkewed',
      'RequestTimeTooSkewed',
    ]);
  });

  test.each([
    ['another host', { headers: { host: 'elsewhere:9000' } }, 'SignatureDoesNotMatch'],
    ['an x-amz header added', { headers: { 'x-amz-acl': 'private' } }, 'AccessDenied'],
    ['a host that is not signed', { signedHeaders: ['x-amz-content-sha256', 'x-amz-date'] }, 'AccessDenied'],
    ['no date', { headers: { 'x-amz-date': '' } }, 'AccessDenied'],
    ['no payload hash', { headers: { 'x-amz-content-sha256': '' } }, 'InvalidRequest'],
    [
      'another payload hash',
      { headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
      'SignatureDoesNotMatch',
    ],
    [
      'another region',
      { credential: 'key/20260102/eu-west-3/s3/aws4_request' },
      'AuthorizationHeaderMalformed',
    ],
    ['another day', { credential: 'key/20260103/us-east-1/s3/aws4_request' }, 'AuthorizationHeaderMalformed'],
    [
      'another service',
      { credential: 'key/20260102/us-east-1/ec2/aws4_request' },
      'AuthorizationHeaderMalformed',
    ],
    ['an unknown key', { credential: 'nobody/20260102/us-east-1/s3/aws4_request' }, 'InvalidAccessKeyId'],
    ['version 2', { headers: { authorization: 'AWS key:c2lnbmF0dXJl' } }, 'InvalidRequest'],
    ['nonsense', { headers: { authorization: 'AWS4-HMAC-SHA256 nonsense' } }, 'AuthorizationHeaderMalformed'],
    ['a session token', { headers: { 'x-amz-security-token': 'token' } }, 'InvalidToken'],
  ])('is refused with %s', (_, spoil, code) => {
    expect(refusal(signed(spoil))).toBe(code);
  });

  test('is refused for another path, method, query, or with two signatures', () => {
    expect(refusal({ ...signed(), path: '/films/b' })).toBe('SignatureDoesNotMatch');
    expect(refusal({ ...signed(), method: 'DELETE' })).toBe('SignatureDoesNotMatch');
    expect(refusal({ ...signed(), query: [['uploads', '']] })).toBe('SignatureDoesNotMatch');
    expect(refusal({ ...signed(), query: [['X-Amz-Signature', 'x']] })).toBe('InvalidArgument');
  });

  test('is needed', () => {
    const { headers, ...request } = signed();
    const bare = new Map([...headers].filter(([name]) => name !== 'authorization'));
    expect(refusal({ ...request, headers: bare })).toBe('AccessDenied');
  });
});
