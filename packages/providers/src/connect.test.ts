import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { connectPorts } from './connect.ts';
import { contractBytes } from './testing/contracts.ts';
import { closedPort } from './testing/http.ts';
import { startStorage } from './testing/storage.ts';

const film = new Uint8Array(contractBytes('media/sample_with_increasing_timestamps_320w_240h.mp4'));
const sha256Base64 = createHash('sha256').update(film).digest('base64');

describe('the connected ports', () => {
  it('bring a film into storage, and read it there by range', async () => {
    const storage = await startStorage();
    const nowhere = await closedPort();
    const ports = connectPorts({
      stripe: { secretKey: 'sk_test_1', host: '127.0.0.1', port: nowhere, protocol: 'http' },
      s3: storage.config,
      mail: { smtpUrl: `smtp://127.0.0.1:${nowhere}`, from: 'hello@example.com' },
      downloads: { httpHosts: [], privateHosts: [], sizeBytesMax: 1 },
    });
    const key = 'pending/m/a.mp4';
    const multipartId = await ports.objects.openMultipart({ key, contentType: 'video/mp4' });
    const promised = { number: 1, sizeBytes: film.length, sha256Base64, expiresInSeconds: 60 };
    const part = await ports.objects.presignPart({ key, multipartId, ...promised });
    await fetch(part.url, { method: 'PUT', body: film, headers: part.headers });
    const parts = await ports.objects.listParts({ key, multipartId });
    await ports.objects.completeMultipart({ key, multipartId, parts });

    let readBytes = 0;
    const reading = await ports.films.read({
      sizeBytes: film.length,
      range: async (start, endExclusive) => {
        const chunks: Uint8Array[] = [];
        for await (const chunk of await ports.objects.read(key, { start, endExclusive })) chunks.push(chunk);
        readBytes += endExclusive - start;
        return Buffer.concat(chunks);
      },
    });
    expect(reading).toMatchObject({ ok: true, container: 'mp4', durationMs: 15_536 });
    expect(readBytes).toBeLessThan(film.length / 2);
    ports.close();
    await storage.close();
  });
});
