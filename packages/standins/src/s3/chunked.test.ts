import { describe, expect, test } from 'vitest';
import { decodeChunked } from './chunked.ts';
import { S3Error } from './errors.ts';
import { sha256Hex, signingKey, signText } from './signature.ts';

// The worked example of the Amazon S3 API Reference, "Transferring Payload in Multiple Chunks".
const chain = {
  key: signingKey('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', '20130524', 'us-east-1'),
  scope: '20130524/us-east-1/s3/aws4_request',
  amzDate: '20130524T000000Z',
  seed: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
};
const signatures = [
  'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
  '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
  'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
];

function signedChunk(body: string, signature: string | undefined): string {
  return `${body.length.toString(16)};chunk-signature=${signature}\r\n${body}\r\n`;
}
const published = [
  signedChunk('a'.repeat(65_536), signatures[0]),
  signedChunk('a'.repeat(1024), signatures[1]),
  signedChunk('', signatures[2]),
].join('');

/** Decodes a body that arrives in pieces of `pieceBytes`; gives the bytes, or the code it was refused with. */
async function decode(
  body: string,
  options: { signed?: boolean; trailers?: string[]; pieceBytes?: number } = {},
): Promise<{ text?: string; code?: string; trailers?: Record<string, string> }> {
  const bytes = Buffer.from(body, 'latin1');
  const size = options.pieceBytes ?? bytes.length;
  async function* source(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const received = new Map<string, string>();
  const pieces: Buffer[] = [];
  try {
    const trailers = options.trailers ?? [];
    for await (const piece of decodeChunked(source(), {
      chain: options.signed ? chain : undefined,
      trailers,
      received,
    })) {
      pieces.push(piece);
    }
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return { code: error.code };
  }
  return { text: Buffer.concat(pieces).toString('latin1'), trailers: Object.fromEntries(received) };
}

describe('signed chunks', () => {
  test.each([1000, 8191, 1_000_000])(
    'of the published example are taken, in pieces of %i bytes',
    async (pieceBytes) => {
      expect((await decode(published, { signed: true, pieceBytes })).text).toBe('a'.repeat(66_560));
    },
  );

  test('are refused with a byte changed, a signature changed or missing, or in another order', async () => {
    const changed = published.replace('aaaa', 'aaab');
    const forged = published.replace(signatures[1] as string, signatures[0] as string);
    const bare = published.replace(/;chunk-signature=[0-9a-f]+/g, '');
    for (const body of [changed, forged, bare]) {
      expect((await decode(body, { signed: true })).code).toBe('SignatureDoesNotMatch');
    }
  });

  test('are refused without their last, empty one', async () => {
    const cut = published.slice(0, published.lastIndexOf('0;chunk'));
    expect((await decode(cut, { signed: true })).code).toBe('IncompleteBody');
  });

  test('carry a trailer that is signed too', async () => {
    const line = (kind: string, previous: string, ...digests: string[]) =>
      signText(
        chain.key,
        [`AWS4-HMAC-SHA256-${kind}`, chain.amzDate, chain.scope, previous, ...digests].join('\n'),
      );
    const only = line('PAYLOAD', chain.seed, sha256Hex(''), sha256Hex('film'));
    const end = line('PAYLOAD', only, sha256Hex(''), sha256Hex(''));
    const trailer = line('TRAILER', end, sha256Hex('x-amz-checksum-crc32:AAAAAA==\n'));
    const body = (value: string) =>
      `4;chunk-signature=${only}\r\nfilm\r\n0;chunk-signature=${end}\r\nx-amz-checksum-crc32:${value}\r\nx-amz-trailer-signature:${trailer}\r\n\r\n`;
    const options = { signed: true, trailers: ['x-amz-checksum-crc32'] };
    expect(await decode(body('AAAAAA=='), options)).toEqual({
      text: 'film',
      trailers: { 'x-amz-checksum-crc32': 'AAAAAA==' },
    });
    expect((await decode(body('AAAAAB=='), options)).code).toBe('SignatureDoesNotMatch');
  });
});

describe('unsigned chunks', () => {
  const trailers = ['x-amz-checksum-crc32'];
  test.each([1, 2, 3, 7, 1000])('with a trailer are taken in pieces of %i bytes', async (pieceBytes) => {
    const body = '4\r\nfilm\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n';
    expect(await decode(body, { trailers, pieceBytes })).toEqual({
      text: 'film',
      trailers: { 'x-amz-checksum-crc32': 'AAAAAA==' },
    });
  });

  test.each([
    ['a promised trailer that does not come', '4\r\nfilm\r\n0\r\n\r\n', 'MalformedTrailerError'],
    ['a trailer that was not promised', '0\r\nx-amz-checksum-sha1:AA\r\n\r\n', 'MalformedTrailerError'],
    ['a size that is no number', 'zz\r\nfilm\r\n0\r\n\r\n', 'IncompleteBody'],
    ['a chunk longer than it says', '3\r\nfilm\r\n0\r\n\r\n', 'IncompleteBody'],
    ['a body that stops', '8\r\nfilm', 'IncompleteBody'],
    ['bytes behind the end', '0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\nmore', 'IncompleteBody'],
    ['a small chunk that is not the last', '4\r\nfilm\r\n4\r\nfilm\r\n0\r\n\r\n', 'InvalidChunkSizeError'],
  ])('are refused: %s', async (_, body, code) => {
    expect((await decode(body, { trailers })).code).toBe(code);
  });
});
