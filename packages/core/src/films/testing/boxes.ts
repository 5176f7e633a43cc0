/** Builds small MP4 and WebM files by hand, with whatever a test wants to hide in them. */
export type Bytes = Uint8Array | string | number[];

export function join(...parts: Bytes[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );
}

export function u32(...values: number[]): Uint8Array {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [i, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, i * 4);
  return bytes;
}

export function u16(...values: number[]): Uint8Array {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [i, value] of values.entries()) bytes.writeUInt16BE(value, i * 2);
  return bytes;
}

export function box(type: string, ...parts: Bytes[]): Uint8Array {
  const body = join(...parts);
  return join(u32(body.length + 8), type, body);
}

/** A box whose size stands in 64 bits. */
export function wideBox(type: string, ...parts: Bytes[]): Uint8Array {
  const body = join(...parts);
  return join(u32(1), type, u32(0, body.length + 16), body);
}

export interface TrackPlan {
  id: number;
  handler: string;
  format: string;
  /** Absolute offsets of its chunks, each with the sizes of its samples. */
  chunks: [offset: number, ...sizes: number[]][];
  extra?: Uint8Array[];
  mediaExtra?: Uint8Array[];
  entryExtra?: Bytes;
}

export function trak({
  id,
  handler,
  format,
  chunks,
  extra = [],
  mediaExtra = [],
  entryExtra = '',
}: TrackPlan): Uint8Array {
  const sizes = chunks.flatMap(([, ...rest]) => rest);
  const stbl = box(
    'stbl',
    box(
      'stsd',
      u32(0, 1),
      box(format, new Uint8Array(8), handler === 'vide' ? videoEntry() : '', entryExtra),
    ),
    box('stsz', u32(0, 0, sizes.length, ...sizes)),
    box('stco', u32(0, chunks.length, ...chunks.map(([offset]) => offset))),
    box('stsc', u32(0, chunks.length, ...chunks.flatMap(([, ...rest], i) => [i + 1, rest.length, 1]))),
  );
  const hdlr = box('hdlr', u32(0, 0), handler, u32(0, 0, 0), 'Maker of things\0');
  return box(
    'trak',
    box('tkhd', u32(0, 0, 0, id), new Uint8Array(68)),
    box('mdia', box('mdhd', new Uint8Array(24)), hdlr, box('minf', stbl), ...mediaExtra),
    ...extra,
  );
}

/** What follows the first eight bytes of a picture description, with the encoder's name in it. */
function videoEntry(): Uint8Array {
  const bytes = Buffer.alloc(70);
  bytes.write('\x10GoPro AVC encoder', 34, 'latin1');
  return bytes;
}

export function element(id: number, ...parts: Bytes[]): Uint8Array {
  const body = join(...parts);
  return join(elementId(id), [0x08], u32(body.length), body);
}

/** A live recording's element, which does not say where it ends. */
export function unsizedElement(id: number, ...parts: Bytes[]): Uint8Array {
  return join(elementId(id), [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], ...parts);
}

function elementId(id: number): Uint8Array {
  const hex = id.toString(16);
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
}
