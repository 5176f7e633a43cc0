import { describe, expect, test } from 'vitest';
import { emptySha256, encodeAws, parseAmzDate, sameSignature, signingKey, signRequest } from './signature.ts';

// The worked examples of the Amazon S3 API Reference, "Signature Calculations" (AWS Signature Version 4).
const key = signingKey('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', '20130524', 'us-east-1');
const scope = '20130524/us-east-1/s3/aws4_request';
const amzDate = '20130524T000000Z';
const host = 'examplebucket.s3.amazonaws.com';

describe('the signature of the published example', () => {
  test('GET Object', () => {
    const headers = new Map([
      ['host', host],
      ['range', 'bytes=0-9'],
      ['x-amz-content-sha256', emptySha256],
      ['x-amz-date', amzDate],
    ]);
    const request = {
      method: 'GET',
      path: '/test.txt',
      query: [],
      headers,
      signedHeaders: [...headers.keys()],
    };
    expect(signRequest(key, amzDate, scope, { ...request, payloadHash: emptySha256 })).toBe(
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    );
  });

  test('PUT Object, with a key that needs encoding', () => {
    const payloadHash = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072';
    const headers = new Map([
      ['date', 'Fri, 24 May 2013 00:00:00 GMT'],
      ['host', host],
      ['x-amz-content-sha256', payloadHash],
      ['x-amz-date', amzDate],
      ['x-amz-storage-class', 'REDUCED_REDUNDANCY'],
    ]);
    const request = {
      method: 'PUT',
      path: '/test$file.text',
      query: [],
      headers,
      signedHeaders: [...headers.keys()],
    };
    expect(signRequest(key, amzDate, scope, { ...request, payloadHash })).toBe(
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    );
  });

  test('GET Bucket (List Objects), with a query', () => {
    const headers = new Map([
      ['host', host],
      ['x-amz-content-sha256', emptySha256],
      ['x-amz-date', amzDate],
    ]);
    const request = {
      method: 'GET',
      path: '/',
      query: [
        ['prefix', 'J'],
        ['max-keys', '2'],
      ] as const,
      headers,
      signedHeaders: [...headers.keys()],
    };
    expect(signRequest(key, amzDate, scope, { ...request, payloadHash: emptySha256 })).toBe(
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    );
  });

  test('presigned GET', () => {
    const query = [
      ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
      ['X-Amz-Credential', `AKIAIOSFODNN7EXAMPLE/${scope}`],
      ['X-Amz-Date', amzDate],
      ['X-Amz-Expires', '86400'],
      ['X-Amz-SignedHeaders', 'host'],
    ] as const;
    const request = { method: 'GET', path: '/test.txt', query, headers: new Map([['host', host]]) };
    const signed = { ...request, signedHeaders: ['host'], payloadHash: 'UNSIGNED-PAYLOAD' };
    expect(signRequest(key, amzDate, scope, signed)).toBe(
      'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    );
  });
});

test('encoding leaves the unreserved characters and, where asked, the slash', () => {
  expect(encodeAws("a/b c+é~!*'()")).toBe('a%2Fb%20c%2B%C3%A9~%21%2A%27%28%29');
  expect(encodeAws('a/b c', true)).toBe('a/b%20c');
});

test('dates are read strictly', () => {
  expect(parseAmzDate(amzDate)?.toISOString()).toBe('2013-05-24T00:00:00.000Z');
  for (const wrong of ['', '2013-05-24T00:00:00Z', '20131324T000000Z', '20130524T000000']) {
    expect(parseAmzDate(wrong)).toBeUndefined();
  }
});

test('signatures of other lengths are other signatures', () => {
  expect([sameSignature('ab', 'ab'), sameSignature('ab', 'abc'), sameSignature('ab', 'ac')]).toEqual([
    true,
    false,
    false,
  ]);
});
