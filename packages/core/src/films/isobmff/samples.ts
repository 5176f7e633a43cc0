import type { Span } from '../erasures.ts';
import { type Box, bodyOf, childAt, childrenOf, type Slice, viewOf } from './boxes.ts';

/** Where the samples of a track lie in the file, by its sample tables (ISO/IEC 14496-12, 8.7). */
export function sampleSpans(slice: Slice, trak: Box): Span[] {
  const table = childAt(slice, trak, 'mdia', 'minf', 'stbl');
  const sizes = table && sampleSizes(slice, table);
  const offsets = table && chunkOffsets(slice, table);
  const runs = table && childAt(slice, table, 'stsc');
  if (!sizes || !offsets || !runs) return [];
  const perChunk = samplesPerChunk(bodyOf(slice, runs), offsets.length);
  let sample = 0;
  return offsets.map((start, chunk) => {
    const until = Math.min(sample + (perChunk[chunk] ?? 0), sizes.count);
    let end = start;
    if (sizes.same > 0) end += sizes.same * (until - sample);
    else for (let i = sample; i < until; i++) end += sizes.at(i);
    sample = until;
    return { start, end };
  });
}

interface SampleSizes {
  count: number;
  /** The size of every sample, or 0 when each has its own. */
  same: number;
  at(sample: number): number;
}

function sampleSizes(slice: Slice, table: Box): SampleSizes | null {
  const stsz = childAt(slice, table, 'stsz');
  const stz2 = stsz ? null : childAt(slice, table, 'stz2');
  const box = stsz ?? stz2;
  if (!box) return null;
  const body = bodyOf(slice, box);
  if (body.length < 12) return null;
  const view = viewOf(body);
  const same = stsz ? view.getUint32(4) : 0;
  const bits = stsz ? 32 : (body[7] ?? 8);
  const room = same > 0 ? Number.POSITIVE_INFINITY : Math.floor(((body.length - 12) * 8) / bits);
  const count = Math.min(view.getUint32(8), room);
  return { count, same, at: (sample) => entry(view, body, bits, sample) };
}

function entry(view: DataView, body: Uint8Array, bits: number, index: number): number {
  if (bits === 32) return view.getUint32(12 + index * 4);
  if (bits === 16) return view.getUint16(12 + index * 2);
  if (bits === 8) return body[12 + index] ?? 0;
  const pair = body[12 + (index >> 1)] ?? 0;
  return index % 2 === 0 ? pair >> 4 : pair & 15;
}

function chunkOffsets(slice: Slice, table: Box): number[] | null {
  const wide = childAt(slice, table, 'co64');
  const box = wide ?? childAt(slice, table, 'stco');
  if (!box) return null;
  const body = bodyOf(slice, box);
  if (body.length < 8) return null;
  const view = viewOf(body);
  const width = wide ? 8 : 4;
  const count = Math.min(view.getUint32(4), Math.floor((body.length - 8) / width));
  return Array.from({ length: count }, (_, i) =>
    wide ? Number(view.getBigUint64(8 + i * 8)) : view.getUint32(8 + i * 4),
  );
}

function samplesPerChunk(body: Uint8Array, chunkCount: number): number[] {
  const view = viewOf(body);
  const perChunk = new Array<number>(chunkCount).fill(0);
  const count = body.length < 8 ? 0 : Math.min(view.getUint32(4), Math.floor((body.length - 8) / 12));
  for (let i = 0; i < count; i++) {
    const first = view.getUint32(8 + i * 12);
    if (first >= 1) perChunk.fill(view.getUint32(12 + i * 12), first - 1);
  }
  return perChunk;
}

/** Sizes that a track's fragments have unless they say otherwise: track id → bytes (`trex`). */
export function defaultSampleSizes(slice: Slice, moov: Box): Map<number, number> {
  const mvex = childAt(slice, moov, 'mvex');
  const trexes = mvex ? childrenOf(slice, mvex).filter((box) => box.type === 'trex') : [];
  return new Map(
    trexes.map((trex) => {
      const view = viewOf(bodyOf(slice, trex));
      return view.byteLength < 20 ? [0, 0] : [view.getUint32(4), view.getUint32(16)];
    }),
  );
}

/** The track of a fragment, and where its samples lie (ISO/IEC 14496-12, 8.8.7 and 8.8.8). */
export function fragmentSpans(
  slice: Slice,
  moof: Box,
  traf: Box,
  defaults: Map<number, number>,
): { trackId: number; spans: Span[] } | null {
  const tfhd = childAt(slice, traf, 'tfhd');
  if (!tfhd) return null;
  const head = viewOf(bodyOf(slice, tfhd));
  const flags = head.getUint32(0) & 0xffffff;
  const trackId = head.getUint32(4);
  const width = (flag: number, bytes: number) => (flags & flag ? bytes : 0);
  const sizeAt = 8 + width(0x1, 8) + width(0x2, 4) + width(0x8, 4);
  const base = flags & 0x1 ? Number(head.getBigUint64(8)) : moof.startByte;
  const size = flags & 0x10 ? head.getUint32(sizeAt) : (defaults.get(trackId) ?? 0);
  const spans: Span[] = [];
  for (const trun of childrenOf(slice, traf).filter((box) => box.type === 'trun')) {
    const start = spans.at(-1)?.end ?? base;
    spans.push(runSpan(viewOf(bodyOf(slice, trun)), base, start, size));
  }
  return { trackId, spans };
}

function runSpan(run: DataView, base: number, following: number, defaultSize: number): Span {
  const flags = run.getUint32(0) & 0xffffff;
  const count = run.getUint32(4);
  const start = flags & 0x1 ? base + run.getInt32(8) : following;
  if (!(flags & 0x200)) return { start, end: start + count * defaultSize };
  let at = 8 + (flags & 0x1 ? 4 : 0) + (flags & 0x4 ? 4 : 0);
  const before = flags & 0x100 ? 4 : 0;
  const after = (flags & 0x400 ? 4 : 0) + (flags & 0x800 ? 4 : 0);
  let end = start;
  for (let i = 0; i < count && at + before + 4 <= run.byteLength; i++) {
    end += run.getUint32(at + before);
    at += before + 4 + after;
  }
  return { start, end };
}
