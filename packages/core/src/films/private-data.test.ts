import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyErasures } from './erasures.ts';
import { scanPrivateData } from './private-data.ts';
import type { FilmContainer } from './promise.ts';
import { bytesReader } from './reader.ts';
import { box, element, join, trak, u16, u32, unsizedElement, wideBox } from './testing/boxes.ts';

const PLACE = '+48.8584+002.2945/';
const PICTURE = 'picture-and-sound';

const text = (value: string) => join(u16(value.length, 0x15c7), value);
const item = (type: string, value: string) => box(type, box('data', u32(1, 0), value));
const mdir = (...items: Uint8Array[]) =>
  box('meta', u32(0), box('hdlr', u32(0, 0), 'mdirappl', u32(0, 0), '\0'), box('ilst', ...items));
const keyed = (key: string, value: string) =>
  box(
    'meta',
    box('hdlr', u32(0, 0), 'mdta', u32(0, 0, 0), '\0'),
    box('keys', u32(0, 1), box('mdta', key)),
    box('ilst', join(u32(24 + value.length + 0), u32(1), box('data', u32(1, 0), value))),
  );
const xmp = `<x:xmpmeta><exif:GPSLatitude>48,51.5N</exif:GPSLatitude>${PLACE}</x:xmpmeta>`;
const xmpId = Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex');
const ftyp = box('ftyp', 'isom', u32(0), 'isom');

/** An MP4 with one picture track whose only chunk lies in `mdat`, which comes first so that its place is known. */
function film(
  hidden: {
    moov?: Uint8Array[];
    track?: Uint8Array[];
    media?: Uint8Array[];
    top?: Uint8Array[];
    end?: Uint8Array;
  } = {},
) {
  const at = ftyp.length + 8;
  const video = trak({
    id: 1,
    handler: 'vide',
    format: 'avc1',
    chunks: [[at, PICTURE.length]],
    extra: hidden.track ?? [],
    mediaExtra: hidden.media ?? [],
  });
  const moov = box('moov', box('mvhd', new Uint8Array(100)), video, ...(hidden.moov ?? []));
  return join(ftyp, box('mdat', PICTURE), moov, ...(hidden.top ?? []), hidden.end ?? '');
}

/** A film with a second track whose samples lie between those of the first. */
function filmWithTrack(handler: string, format: string, sample = `secret ${PLACE}`): Uint8Array {
  const at = ftyp.length + 16;
  const chunk = PICTURE.length + sample.length;
  const moov = box(
    'moov',
    box('mvhd', new Uint8Array(100)),
    trak({
      id: 1,
      handler: 'vide',
      format: 'avc1',
      chunks: [
        [at, PICTURE.length],
        [at + chunk, PICTURE.length],
      ],
      extra: [box('tref', box('cdsc', u32(2)))],
    }),
    trak({
      id: 2,
      handler,
      format,
      chunks: [
        [at + PICTURE.length, sample.length - 3, 3],
        [at + chunk + PICTURE.length, sample.length],
      ],
    }),
  );
  return join(ftyp, wideBox('mdat', PICTURE, sample, PICTURE, sample), moov);
}

/** The same in fragments, where each fragment says itself where its samples lie. */
function fragmentedFilm(): Uint8Array {
  const sample = `secret ${PLACE}`;
  const init = box(
    'moov',
    box('mvhd', new Uint8Array(100)),
    trak({ id: 1, handler: 'vide', format: 'avc1', chunks: [] }),
    trak({ id: 2, handler: 'meta', format: 'gpmd', chunks: [] }),
    box('mvex', box('trex', u32(0, 1, 1, 0, 0, 0)), box('trex', u32(0, 2, 1, 0, sample.length, 0))),
  );
  const moof = (videoAt: number, dataAt: number) =>
    box(
      'moof',
      box('mfhd', u32(0, 1)),
      box('traf', box('tfhd', u32(0x020000, 1)), box('trun', u32(0x000201, 1, videoAt, PICTURE.length))),
      box('traf', box('tfhd', u32(0x020000, 2)), box('trun', u32(0x000001, 1, dataAt))),
    );
  const head = moof(0, 0).length + 8;
  return join(ftyp, init, moof(head, head + PICTURE.length), box('mdat', PICTURE, sample));
}

const simpleTag = (name: string, value: string, ...inside: Uint8Array[]) =>
  element(0x67c8, element(0x45a3, name), element(0x4487, value), ...inside);
const tags = (...simple: Uint8Array[]) => element(0x1254c367, element(0x7373, ...simple));
const header = element(0x1a45dfa3, element(0x4282, 'webm'));
const entry = (number: number, type: number, codec: string) =>
  element(0xae, element(0xd7, [number]), element(0x83, [type]), element(0x86, codec));
const tracks = (...more: Uint8Array[]) => element(0x1654ae6b, entry(1, 1, 'V_VP9'), ...more);
const block = (track: number, data: string) => element(0xa3, [0x80 | track, 0, 0, 0x80], data);
const cluster = (...blocks: Uint8Array[]) => element(0x1f43b675, element(0xe7, [0]), ...blocks);
const webm = (...parts: Uint8Array[]) => join(header, element(0x18538067, ...parts));
const seek = (id: string) => element(0x114d9b74, element(0x4dbb, element(0x53ab, Buffer.from(id, 'hex'))));

const hidingPlaces: [name: string, container: FilmContainer, film: Uint8Array][] = [
  ['udta/©xyz', 'mp4', film({ moov: [box('udta', box('\xa9xyz', text(PLACE)))] })],
  ['udta/loci', 'mp4', film({ moov: [box('udta', box('loci', u32(0, 0x15c70000), PLACE, '\0'))] })],
  ['an iTunes item', 'mp4', film({ moov: [box('udta', mdir(item('\xa9xyz', PLACE)))] })],
  ['an iTunes comment', 'mp4', film({ moov: [box('udta', mdir(item('\xa9cmt', `at ${PLACE}`)))] })],
  ['a QuickTime key', 'mov', film({ moov: [keyed('com.apple.quicktime.location.ISO6709', PLACE)] })],
  ['a key of the track', 'mov', film({ track: [keyed('com.apple.quicktime.location.ISO6709', PLACE)] })],
  ['user data of the track', 'mp4', film({ track: [box('udta', box('\xa9xyz', text(PLACE)))] })],
  ['user data of the media', 'mp4', film({ media: [box('udta', box('\xa9xyz', text(PLACE)))] })],
  ['XMP at the end', 'mp4', film({ top: [box('uuid', xmpId, xmp)] })],
  ['XMP in the user data', 'mov', film({ moov: [box('udta', box('XMP_', xmp))] })],
  ['XMP in the track', 'mp4', film({ track: [box('uuid', xmpId, xmp)] })],
  ["a camera's metadata track", 'mp4', filmWithTrack('meta', 'gpmd')],
  ['an Android metadata track', 'mp4', filmWithTrack('meta', 'camm')],
  ["a drone's subtitles", 'mp4', filmWithTrack('sbtl', 'tx3g')],
  ['the fragments of a metadata track', 'mp4', fragmentedFilm()],
  ['WebM tags', 'webm', webm(tracks(), cluster(block(1, PICTURE)), tags(simpleTag('LOCATION', PLACE)))],
  [
    'nested tags',
    'webm',
    webm(
      tags(simpleTag('ARTIST', 'x', simpleTag('RECORDING_LOCATION', PLACE))),
      tracks(),
      cluster(block(1, PICTURE)),
    ),
  ],
  [
    'tags under any name',
    'webm',
    webm(seek('1254c367'), tracks(), tags(simpleTag('COMMENT', PLACE)), cluster(block(1, PICTURE))),
  ],
  [
    'tags of a live recording',
    'webm',
    join(
      header,
      unsizedElement(
        0x18538067,
        tracks(),
        unsizedElement(0x1f43b675, element(0xe7, [0]), block(1, PICTURE)),
        tags(simpleTag('GPS', PLACE)),
      ),
    ),
  ],
];

const deviceOnly: [name: string, container: FilmContainer, film: Uint8Array, word: string][] = [
  ['a make', 'mov', film({ moov: [keyed('com.apple.quicktime.make', 'Nikon')] }), 'Nikon'],
  ['an Android maker', 'mp4', film({ moov: [keyed('com.android.manufacturer', 'Pixel')] }), 'Pixel'],
  ["a maker's own box", 'mp4', film({ moov: [box('udta', box('CAME', 'serial C33213'))] }), 'C33213'],
  ["a maker's own uuid", 'mp4', film({ top: [box('uuid', 'USMT-0123456789a', 'serial C33213')] }), 'C33213'],
  ['a trailer', 'mp4', film({ end: join([0, 0, 0, 0], '\x01\x02\x03\x04 serial C33213') }), 'C33213'],
  [
    'an attachment',
    'webm',
    webm(tracks(), element(0x1941a469, 'serial C33213'), cluster(block(1, PICTURE))),
    'C33213',
  ],
  [
    'a metadata track',
    'webm',
    webm(
      tracks(entry(2, 0x21, 'D_X')),
      cluster(block(1, PICTURE), block(2, 'serial C33213')),
      cluster(element(0xa0, element(0xa1, [0x82, 0, 0, 0], 'serial C33213'))),
    ),
    'C33213',
  ],
];

async function clean(container: FilmContainer, bytes: Uint8Array) {
  const scan = await scanPrivateData(container, bytesReader(bytes));
  const after = Uint8Array.from(bytes);
  applyErasures(after, 0, scan.erasures);
  return { scan, after };
}

/** Every place at which the picture lies must be the same, and hold it still. */
function pictures(bytes: Uint8Array): number[] {
  const places: number[] = [];
  const all = Buffer.from(bytes);
  for (let at = all.indexOf(PICTURE); at >= 0; at = all.indexOf(PICTURE, at + 1)) places.push(at);
  return places;
}

describe('private data', () => {
  for (const [name, container, bytes] of hidingPlaces) {
    it(`finds and removes a place in ${name}`, async () => {
      expect(Buffer.from(bytes).includes(PLACE)).toBe(true);
      const { scan, after } = await clean(container, bytes);
      expect(scan.complete).toBe(true);
      expect(scan.findings.map((finding) => finding.kind)).toContain('location');
      expect(Buffer.from(after).includes('48.8584')).toBe(false);
      expect(after.length).toBe(bytes.length);
      expect(pictures(after)).toEqual(pictures(bytes));
      const again = await scanPrivateData(container, bytesReader(after));
      expect(again).toMatchObject({ complete: true, findings: [] });
    });
  }

  for (const [name, container, bytes, word] of deviceOnly) {
    it(`finds and removes a device in ${name}`, async () => {
      expect(Buffer.from(bytes).includes(word)).toBe(true);
      const { scan, after } = await clean(container, bytes);
      expect(scan.findings.map((finding) => finding.kind)).toEqual(['device']);
      expect(Buffer.from(after).includes(word)).toBe(false);
      expect(pictures(after)).toEqual(pictures(bytes));
      expect((await scanPrivateData(container, bytesReader(after))).findings).toEqual([]);
    });
  }

  it('says what it found, for the person', async () => {
    const { scan } = await clean('mov', film({ moov: [keyed('com.apple.quicktime.model', 'Phone 7')] }));
    expect(scan.findings).toEqual([
      { kind: 'device', where: 'meta/com.apple.quicktime.model', value: 'Phone 7' },
    ]);
  });

  it('calls titles, encoders and captions of a film innocent', async () => {
    const innocent = [
      film({ moov: [box('udta', mdir(item('\xa9too', 'Lavf58.76.100'), item('\xa9nam', 'Holidays')))] }),
      filmWithTrack('text', 'tx3g', 'Hello, and welcome'),
      filmWithTrack('tmcd', 'tmcd', '0000'),
    ];
    for (const bytes of innocent) expect((await clean('mp4', bytes)).scan.findings).toEqual([]);
    const tagged = webm(
      tracks(),
      tags(simpleTag('ENCODER', 'Lavf'), simpleTag('TITLE', 'x')),
      cluster(block(1, PICTURE)),
    );
    expect((await clean('webm', tagged)).scan.findings).toEqual([]);
  });

  it("empties the names of the maker's encoder and handlers on the way", async () => {
    const { after } = await clean('mp4', film());
    expect(Buffer.from(after).includes('GoPro')).toBe(false);
    expect(Buffer.from(after).includes('Maker of things')).toBe(false);
    expect(Buffer.from(after).includes('avc1')).toBe(true);
  });

  it('never erases a picture that a false table claims for another track', async () => {
    const at = ftyp.length + 8;
    const lying = trak({
      id: 2,
      handler: 'meta',
      format: 'gpmd',
      chunks: [
        [at, PICTURE.length],
        [0, ftyp.length],
      ],
    });
    const bytes = film({ moov: [lying] });
    const { after } = await clean('mp4', bytes);
    expect(pictures(after)).toEqual(pictures(bytes));
    expect(after.subarray(0, ftyp.length)).toEqual(Uint8Array.from(ftyp));
  });

  it('tells a film that was cut', async () => {
    // What lies behind the film itself, and the last cluster of a live recording, may end anywhere.
    const closed = hidingPlaces.filter(
      ([name]) => name !== 'XMP at the end' && name !== 'tags of a live recording',
    );
    for (const [, container, bytes] of closed) {
      const scan = await scanPrivateData(container, bytesReader(bytes.subarray(0, bytes.length - 5)));
      expect(scan.complete).toBe(false);
    }
  });

  it('is not kept busy by a table that counts to four billion', async () => {
    const stsz = Buffer.from('stsz');
    const bytes = Buffer.from(filmWithTrack('meta', 'gpmd'));
    for (let at = bytes.indexOf(stsz); at >= 0; at = bytes.indexOf(stsz, at + 4)) {
      bytes.writeUInt32BE(1, at + 8);
      bytes.writeUInt32BE(0xffffffff, at + 12);
    }
    for (let at = bytes.indexOf('stsc'); at >= 0; at = bytes.indexOf('stsc', at + 4)) {
      bytes.writeUInt32BE(0xffffffff, at + 16);
    }
    expect((await scanPrivateData('mp4', bytesReader(bytes))).complete).toBe(false);
  });

  it('cleans alike in chunks of any size', async () => {
    const bytes = filmWithTrack('meta', 'gpmd');
    const { scan, after } = await clean('mp4', bytes);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: bytes.length + 3 }), (chunkBytes) => {
        const pieces: Uint8Array[] = [];
        for (let at = 0; at < bytes.length; at += chunkBytes) {
          const chunk = Uint8Array.from(bytes.subarray(at, at + chunkBytes));
          applyErasures(chunk, at, scan.erasures);
          pieces.push(chunk);
        }
        expect(Buffer.concat(pieces).equals(after)).toBe(true);
      }),
    );
  });

  it('ends, and throws nothing, whatever the bytes are', async () => {
    const seeds = [...hidingPlaces, ...deviceOnly].map(([, container, bytes]) => ({ container, bytes }));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 12 }),
        async ({ container, bytes }, changes) => {
          const hurt = Uint8Array.from(bytes);
          for (const [at, value] of changes) hurt[at % hurt.length] = value;
          const { after } = await clean(container, hurt);
          expect(after.length).toBe(hurt.length);
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
