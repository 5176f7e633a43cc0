import { describe, expect, it } from 'vitest';
import { s3Clients } from './client.ts';
import { s3ObjectStore } from './provider.ts';

const config = {
  endpoint: 'http://storage.internal:9000',
  region: 'eu-west-3',
  bucket: 'films',
  accessKeyId: 'key',
  secretAccessKey: 'hidden',
  forcePathStyle: true,
};
/** SHA-256 of "a", and of nothing, as the SDK would add it by itself. */
const sha256Base64 = 'ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=';
const crc32OfNothing = 'AAAAAA';

const store = (changes: object = {}) => s3ObjectStore(s3Clients({ ...config, ...changes }));
const part = {
  key: 'pending/m/a.mp4',
  multipartId: 'upload-1',
  number: 7,
  sizeBytes: 8_388_608,
  sha256Base64,
  expiresInSeconds: 900,
};

describe('the address of a part', () => {
  it('is bound to length and checksum by its signature', async () => {
    const { url, headers, number } = await store().presignPart(part);
    const query = new URL(url).searchParams;
    expect(number).toBe(7);
    expect(headers).toEqual({ 'x-amz-checksum-sha256': sha256Base64 });
    expect(query.get('X-Amz-SignedHeaders')).toBe('content-length;host;x-amz-checksum-sha256');
    expect(query.get('X-Amz-Expires')).toBe('900');
    expect(query.get('partNumber')).toBe('7');
    expect(query.get('uploadId')).toBe('upload-1');
  });

  it('holds no checksum, neither the right one nor that of an empty body', async () => {
    const { url } = await store().presignPart(part);
    const names = [...new URL(url).searchParams.keys()].map((name) => name.toLowerCase());
    expect(names.filter((name) => name.includes('checksum') || name.includes('length'))).toEqual([]);
    expect(url).not.toContain(encodeURIComponent(sha256Base64));
    expect(url).not.toContain(crc32OfNothing);
  });

  it('has another signature for another length or checksum', async () => {
    const signature = async (changes: object) => {
      const { url } = await store().presignPart({ ...part, ...changes });
      return new URL(url).searchParams.get('X-Amz-Signature');
    };
    const signatures = await Promise.all([
      signature({}),
      signature({ sizeBytes: part.sizeBytes + 1 }),
      signature({ sha256Base64: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' }),
      signature({ number: 8 }),
    ]);
    expect(new Set(signatures).size).toBe(4);
  });
});

describe('an address', () => {
  it('stands on the public name of storage where it has one', async () => {
    const publicly = store({ publicEndpoint: 'https://files.example.com' });
    const read = { key: 'success/m/a.mp4', expiresInSeconds: 60 };
    expect(new URL((await publicly.presignPart(part)).url).origin).toBe('https://files.example.com');
    expect(new URL(await publicly.presignRead(read)).origin).toBe('https://files.example.com');
    expect(new URL(await store().presignRead(read)).origin).toBe('http://storage.internal:9000');
  });

  it('has the bucket in its path or in its name', async () => {
    const read = { key: 'success/m/a.mp4', expiresInSeconds: 60 };
    const virtual = new URL(await store({ forcePathStyle: false }).presignRead(read));
    expect([virtual.hostname, virtual.pathname]).toEqual(['films.storage.internal', '/success/m/a.mp4']);
    expect(new URL(await store().presignRead(read)).pathname).toBe('/films/success/m/a.mp4');
  });

  it('for reading says type and name when asked, and signs them', async () => {
    const url = await store().presignRead({
      key: 'success/m/a.mp4',
      expiresInSeconds: 60,
      contentType: 'video/mp4',
      downloadName: 'été.mp4',
    });
    const query = new URL(url).searchParams;
    expect(query.get('response-content-type')).toBe('video/mp4');
    expect(query.get('response-content-disposition')).toBe(
      `attachment; filename="_t_.mp4"; filename*=UTF-8''%C3%A9t%C3%A9.mp4`,
    );
    expect(query.get('X-Amz-Expires')).toBe('60');
  });

  it('without them says neither', async () => {
    const url = await store().presignRead({ key: 'success/m/a.mp4', expiresInSeconds: 60 });
    expect([...new URL(url).searchParams.keys()].filter((name) => name.startsWith('response-'))).toEqual([]);
  });
});
