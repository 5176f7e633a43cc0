import { parameterSets, type Size, samePicture, wholePicture } from './pictures.ts';

const framesPerSecond = 12;
const box = (type: string, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
};
const u32 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, index * 4);
  return bytes;
};
const u16 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, index * 2);
  return bytes;
};
const matrix = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

/** A real MP4 (ISO/IEC 14496-12) with H.264 in it, its index in front; the same arguments give the same bytes. */
export function makeMp4(size: Size, durationSeconds: number, seed: number): Buffer {
  const { sps, pps } = parameterSets(size);
  const count = Math.max(1, Math.round(durationSeconds * framesPerSecond));
  const frames = Array.from({ length: count }, (_, at) => {
    const since = at % framesPerSecond;
    const nal = since === 0 ? wholePicture(size, at / framesPerSecond, seed) : samePicture(size, since);
    return Buffer.concat([u32(nal.length), nal]);
  });
  const head = box('ftyp', Buffer.from('isom'), u32(512), Buffer.from('isomavc1mp41'));
  const moovOf = (offset: number) => movie(size, sps, pps, frames, offset);
  const offset = head.length + moovOf(0).length + 8;
  return Buffer.concat([head, moovOf(offset), box('mdat', ...frames)]);
}

function movie(size: Size, sps: Uint8Array, pps: Uint8Array, frames: Buffer[], offset: number): Buffer {
  const { widthPx, heightPx } = size;
  const avcC = box(
    'avcC',
    Buffer.from([1, sps[1] ?? 0, sps[2] ?? 0, sps[3] ?? 0, 0xff, 0xe1]),
    u16(sps.length),
    sps,
    Buffer.from([1]),
    u16(pps.length),
    pps,
  );
  const avc1 = box(
    'avc1',
    ...[Buffer.alloc(6), u16(1), Buffer.alloc(16), u16(widthPx, heightPx), u32(0x480000, 0x480000, 0)],
    ...[u16(1), Buffer.alloc(32), u16(24, 0xffff), avcC],
  );
  const whole = frames.flatMap((_, at) => (at % framesPerSecond === 0 ? [at + 1] : []));
  const stbl = box(
    'stbl',
    box('stsd', u32(0, 1), avc1),
    box('stts', u32(0, 1, frames.length, 1)),
    box('stss', u32(0, whole.length, ...whole)),
    box('stsc', u32(0, 1, 1, frames.length, 1)),
    box('stsz', u32(0, 0, frames.length, ...frames.map((frame) => frame.length))),
    box('stco', u32(0, 1, offset)),
  );
  const dinf = box('dinf', box('dref', u32(0, 1), box('url ', u32(1))));
  const minf = box('minf', box('vmhd', u32(1, 0, 0)), dinf, stbl);
  const hdlr = box('hdlr', u32(0, 0), Buffer.from('vide'), u32(0, 0, 0), Buffer.from('video\0'));
  const mdhd = box('mdhd', u32(0, 0, 0, framesPerSecond, frames.length), u16(0x55c4, 0));
  const tkhd = box(
    'tkhd',
    ...[
      u32(3, 0, 0, 1, 0, frames.length),
      Buffer.alloc(16),
      matrix,
      u32(widthPx * 65_536, heightPx * 65_536),
    ],
  );
  const mvhd = box(
    'mvhd',
    ...[u32(0, 0, 0, framesPerSecond, frames.length, 0x10000), u16(0x100, 0), u32(0, 0)],
    ...[matrix, Buffer.alloc(24), u32(2)],
  );
  return box('moov', mvhd, box('trak', tkhd, box('mdia', mdhd, hdlr, minf)));
}
