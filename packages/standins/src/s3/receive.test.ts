import { expect, test } from 'vitest';
import type { Call } from './call.ts';
import { S3Error } from './errors.ts';
import type { PayloadPlan } from './payload.ts';
import { maxPutBytes, receive } from './receive.ts';
import { Store } from './store.ts';
import { folderForTest } from './testing.ts';

/** What a body is received as: its size, or the code it is refused with. */
async function outcome(
  body: string,
  headers: Record<string, string>,
  payload: PayloadPlan = { kind: 'unsigned' },
): Promise<number | string> {
  async function* bytes(): AsyncGenerator<Buffer> {
    yield Buffer.from(body);
  }
  const call: Call = {
    request: {
      method: 'PUT',
      path: '/films/a',
      query: [],
      headers: new Map(Object.entries(headers)),
      bucket: 'films',
      key: 'a',
    },
    store: new Store(folderForTest()),
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret', region: 'us-east-1' },
    payload,
    body: { bytes, receivedBytes: 0 },
    url: 'http://localhost',
    now: () => new Date(0),
  };
  try {
    return (await receive(call, maxPutBytes, async () => undefined)).sizeBytes;
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return error.code;
  }
}

const chunked: PayloadPlan = { kind: 'chunked', chain: undefined, trailers: [] };
const film = '4\r\nfilm\r\n0\r\n\r\n';

test('a body has the size that was announced, in chunks too', async () => {
  expect(await outcome('film', { 'content-length': '4' })).toBe(4);
  expect(await outcome(film, { 'x-amz-decoded-content-length': '4' }, chunked)).toBe(4);
  for (const announced of ['3', '5']) {
    expect(await outcome(film, { 'x-amz-decoded-content-length': announced }, chunked)).toBe(
      'IncompleteBody',
    );
  }
});

test('a body announces its size', async () => {
  expect(await outcome('film', {})).toBe('MissingContentLength');
  expect(await outcome(film, { 'content-length': '14' }, chunked)).toBe('MissingContentLength');
  expect(await outcome('film', { 'content-length': 'four' })).toBe('InvalidArgument');
  expect(await outcome('film', { 'content-length': String(maxPutBytes + 1) })).toBe('EntityTooLarge');
});

test('a checksum that is named is there, and is the one that is named', async () => {
  const named = { 'content-length': '4', 'x-amz-sdk-checksum-algorithm': 'CRC32' };
  expect(await outcome('film', named)).toBe('InvalidRequest');
  const sha1 = { ...named, 'x-amz-checksum-sha1': 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' };
  expect(await outcome('film', sha1)).toBe('InvalidRequest');
});
