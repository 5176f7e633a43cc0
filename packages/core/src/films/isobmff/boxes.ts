import type { Erasure } from '../erasures.ts';
import { latin1 } from '../scan.ts';

/** One box of an ISO base media or QuickTime file (ISO/IEC 14496-12, 4.2). Offsets count from the start of the file. */
export interface Box {
  type: string;
  startByte: number;
  /** Where what it holds begins. */
  bodyByte: number;
  /** Exclusive. May lie beyond the end of what was given when the file is cut short. */
  endByte: number;
}

/** Bytes of a file together with the place they have in it. */
export interface Slice {
  bytes: Uint8Array;
  startByte: number;
}

/** Reads one box header, or null when there is none at that place. `limitByte` ends a box of unstated size. */
export function boxAt(slice: Slice, atByte: number, limitByte: number): Box | null {
  const at = atByte - slice.startByte;
  if (at < 0 || at + 8 > slice.bytes.length) return null;
  const view = viewOf(slice.bytes);
  const size = view.getUint32(at);
  const type = latin1(slice.bytes.subarray(at + 4, at + 8));
  if (size === 0) return { type, startByte: atByte, bodyByte: atByte + 8, endByte: limitByte };
  if (size !== 1) {
    return size < 8 ? null : { type, startByte: atByte, bodyByte: atByte + 8, endByte: atByte + size };
  }
  if (at + 16 > slice.bytes.length) return null;
  const large = Number(view.getBigUint64(at + 8));
  return large < 16 ? null : { type, startByte: atByte, bodyByte: atByte + 16, endByte: atByte + large };
}

/** The boxes between two places of a slice; stops at the first that does not fit. */
export function boxesBetween(slice: Slice, fromByte: number, toByte: number): Box[] {
  const boxes: Box[] = [];
  const limit = Math.min(toByte, slice.startByte + slice.bytes.length);
  for (let at = fromByte; at + 8 <= limit; ) {
    const box = boxAt(slice, at, limit);
    if (!box || box.endByte > limit) break;
    boxes.push(box);
    at = box.endByte;
  }
  return boxes;
}

export function childrenOf(slice: Slice, box: Box): Box[] {
  return boxesBetween(slice, box.bodyByte, box.endByte);
}

/** The first box down a path of types, such as `childAt(slice, trak, 'mdia', 'hdlr')`. */
export function childAt(slice: Slice, box: Box, ...path: string[]): Box | null {
  let here: Box | null = box;
  for (const type of path) {
    here = here && (childrenOf(slice, here).find((child) => child.type === type) ?? null);
  }
  return here;
}

export function bodyOf(slice: Slice, box: Box): Uint8Array {
  return slice.bytes.subarray(box.bodyByte - slice.startByte, box.endByte - slice.startByte);
}

/** Turns a box into free space of the same length, and its content into zeros. */
export function freeBox(box: Box): Erasure {
  const headerBytes = box.bodyByte - box.startByte;
  const sizeBytes = box.endByte - box.startByte;
  const bytes = new Uint8Array(headerBytes);
  const view = viewOf(bytes);
  view.setUint32(0, headerBytes === 16 ? 1 : sizeBytes);
  bytes.set([0x66, 0x72, 0x65, 0x65], 4); // 'free'
  if (headerBytes === 16) view.setBigUint64(8, BigInt(sizeBytes));
  return { offsetBytes: box.startByte, sizeBytes, bytes };
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
