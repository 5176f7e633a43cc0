import type { Erasure } from '../erasures.ts';
import type { ByteReader } from '../reader.ts';

/** Ids of the elements that matter here (RFC 8794, RFC 9559). */
export const ID = {
  header: 0x1a45dfa3,
  segment: 0x18538067,
  seekHead: 0x114d9b74,
  seek: 0x4dbb,
  seekId: 0x53ab,
  info: 0x1549a966,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackType: 0x83,
  codecId: 0x86,
  cluster: 0x1f43b675,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
  cues: 0x1c53bb6b,
  chapters: 0x1043a770,
  attachments: 0x1941a469,
  tags: 0x1254c367,
  tag: 0x7373,
  simpleTag: 0x67c8,
  tagName: 0x45a3,
  tagString: 0x4487,
  void: 0xec,
  crc32: 0xbf,
} as const;

export interface Element {
  id: number;
  startByte: number;
  bodyByte: number;
  /** Exclusive; null when the file does not say (live recordings). */
  endByte: number | null;
}

/** Reads an element's id and size, or null when there is none at that place. */
export async function elementAt(reader: ByteReader, atByte: number): Promise<Element | null> {
  const head = await reader.read(atByte, 12);
  const idBytes = widthOf(head[0], 4);
  if (idBytes === 0 || idBytes >= head.length) return null;
  let id = 0;
  for (let i = 0; i < idBytes; i++) id = id * 256 + (head[i] ?? 0);
  const sizeBytes = widthOf(head[idBytes], 8);
  if (sizeBytes === 0 || idBytes + sizeBytes > head.length) return null;
  const bodyByte = atByte + idBytes + sizeBytes;
  const size = vint(head.subarray(idBytes, idBytes + sizeBytes));
  return { id, startByte: atByte, bodyByte, endByte: size === null ? null : bodyByte + size };
}

/** The elements between two places; stops at the first that does not fit or does not say its end. */
export async function elementsBetween(reader: ByteReader, from: number, to: number): Promise<Element[]> {
  const found: Element[] = [];
  for (let at = from; at < to; ) {
    const element = await elementAt(reader, at);
    if (!element || element.endByte === null || element.endByte > to) break;
    found.push(element);
    at = element.endByte;
  }
  return found;
}

export async function childrenOf(reader: ByteReader, parent: Element): Promise<Element[]> {
  return parent.endByte === null ? [] : elementsBetween(reader, parent.bodyByte, parent.endByte);
}

/** Up to 4 KiB of what an element holds. */
export async function bodyOf(reader: ByteReader, element: Element): Promise<Uint8Array> {
  const length = Math.min((element.endByte ?? element.bodyByte) - element.bodyByte, 4096);
  return reader.read(element.bodyByte, length);
}

export function unsigned(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** A variable-size number without its length marker, or null for the reserved value 'unknown' (all ones). */
export function vint(bytes: Uint8Array): number | null {
  const marker = 0x80 >> (bytes.length - 1);
  let value = (bytes[0] ?? 0) & (marker - 1);
  let allOnes = value === marker - 1;
  for (const byte of bytes.subarray(1)) {
    value = value * 256 + byte;
    allOnes &&= byte === 0xff;
  }
  return allOnes ? null : value;
}

/** Turns an element of known end into a Void element of the same length, full of zeros. */
export function voidElement(element: Element): Erasure | null {
  if (element.endByte === null) return null;
  const sizeBytes = element.endByte - element.startByte;
  const offsetBytes = element.startByte;
  if (sizeBytes < 2) return null;
  if (sizeBytes <= 128) {
    return { offsetBytes, sizeBytes, bytes: Uint8Array.of(ID.void, 0x80 | (sizeBytes - 2)) };
  }
  const bytes = new Uint8Array(9);
  new DataView(bytes.buffer).setBigUint64(1, (1n << 56n) | BigInt(sizeBytes - 9));
  bytes[0] = ID.void;
  return { offsetBytes, sizeBytes, bytes };
}

/** How many bytes a variable-size number has, by its first one; 0 when that is more than `max`. */
export function widthOf(first: number | undefined, max: number): number {
  if (!first) return 0;
  const width = Math.clz32(first) - 23;
  return width > max ? 0 : width;
}
