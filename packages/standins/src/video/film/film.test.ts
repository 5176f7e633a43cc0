import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { expect, test } from 'vitest';
import { makeFilm, sha256Of } from './film.ts';

const bytesOf = (film: ReturnType<typeof makeFilm>, start = 0, end = film.sizeBytes) =>
  Buffer.concat([...film.read(start, end)]);

test.each([
  ['16:9', 320, 180],
  ['9:16', 180, 320],
  ['1:1', 240, 240],
])('a film of %s is a real MP4 with H.264', async (aspect, widthPx, heightPx) => {
  const film = makeFilm({ name: 'one', aspect, durationSeconds: 2, sizeBytes: 700_000 });
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(bytesOf(film)) });
  const track = await input.getPrimaryVideoTrack();
  expect(await input.computeDuration()).toBeCloseTo(2, 3);
  expect([track?.codec, track?.codedWidth, track?.codedHeight]).toEqual(['avc', widthPx, heightPx]);
  if (!track) throw new Error('no picture');
  const packets = await Array.fromAsync(new EncodedPacketSink(track).packets());
  expect(packets.map(({ type }) => type).filter((type) => type === 'key')).toHaveLength(2);
  expect(packets).toHaveLength(24);
});

test('the same name gives the same bytes, another name another film, and any stretch fits into the whole', () => {
  const wish = { name: 'one', aspect: '16:9', durationSeconds: 1, sizeBytes: 3_000_000 };
  const whole = bytesOf(makeFilm(wish));
  expect(whole).toHaveLength(3_000_000);
  expect(sha256Of(makeFilm(wish))).toBe(sha256Of(makeFilm(wish)));
  expect(sha256Of(makeFilm(wish))).not.toBe(sha256Of(makeFilm({ ...wish, name: 'two' })));
  for (const [start, end] of [
    [0, 10],
    [90_000, 200_001],
    [1_200_000, 2_400_000],
    [2_999_999, 3_000_000],
  ] as const) {
    expect(bytesOf(makeFilm(wish), start, end).equals(whole.subarray(start, end))).toBe(true);
  }
});

test('a film of gigabytes takes no room', () => {
  const film = makeFilm({ name: 'large', aspect: '1:1', durationSeconds: 5, sizeBytes: 6 * 1024 ** 3 });
  expect(film.sizeBytes).toBe(6 * 1024 ** 3);
  expect(bytesOf(film, film.sizeBytes - 100)).toHaveLength(100);
});
