/** A stretch of a film to overwrite in place: with `bytes` first, and zeros up to `sizeBytes`. */
export interface Erasure {
  offsetBytes: number;
  sizeBytes: number;
  bytes?: Uint8Array;
}

/** A half-open stretch of bytes. */
export interface Span {
  start: number;
  end: number;
}

/** Sorted by offset; of two that overlap the outer one (which begins first) stands, and the rest is cut or dropped. */
export function orderErasures(erasures: readonly Erasure[]): Erasure[] {
  const sorted = [...erasures].sort((a, b) => a.offsetBytes - b.offsetBytes || b.sizeBytes - a.sizeBytes);
  const kept: Erasure[] = [];
  let end = 0;
  for (const one of sorted) {
    const oneEnd = one.offsetBytes + one.sizeBytes;
    if (oneEnd <= end) continue;
    const start = Math.max(one.offsetBytes, end);
    kept.push(start === one.offsetBytes ? one : { offsetBytes: start, sizeBytes: oneEnd - start });
    end = oneEnd;
  }
  return kept;
}

/**
 * Overwrites, in a chunk of the film that begins at `chunkOffsetBytes`, whatever of the erasures falls into it.
 * `erasures` is ordered (`orderErasures`). Changes `chunk` itself.
 */
export function applyErasures(
  chunk: Uint8Array,
  chunkOffsetBytes: number,
  erasures: readonly Erasure[],
): void {
  const chunkEnd = chunkOffsetBytes + chunk.length;
  for (let i = firstReaching(erasures, chunkOffsetBytes); i < erasures.length; i++) {
    const one = erasures[i] as Erasure;
    if (one.offsetBytes >= chunkEnd) return;
    const from = Math.max(one.offsetBytes, chunkOffsetBytes);
    const to = Math.min(one.offsetBytes + one.sizeBytes, chunkEnd);
    chunk.fill(0, from - chunkOffsetBytes, to - chunkOffsetBytes);
    const rest = one.bytes?.subarray(from - one.offsetBytes, to - one.offsetBytes);
    if (rest) chunk.set(rest, from - chunkOffsetBytes);
  }
}

/** What is left of `spans` when everything in `holes` is taken out. Neither needs to be sorted. */
export function subtractSpans(spans: readonly Span[], holes: readonly Span[]): Span[] {
  const cuts = mergeSpans(holes);
  const left: Span[] = [];
  let next = 0;
  for (const span of mergeSpans(spans)) {
    while (next < cuts.length && (cuts[next] as Span).end <= span.start) next++;
    let start = span.start;
    for (let i = next; i < cuts.length && (cuts[i] as Span).start < span.end; i++) {
      const cut = cuts[i] as Span;
      if (cut.start > start) left.push({ start, end: cut.start });
      start = Math.max(start, cut.end);
    }
    if (start < span.end) left.push({ start, end: span.end });
  }
  return left;
}

/** What of `spans` lies inside `frames`. */
export function intersectSpans(spans: readonly Span[], frames: readonly Span[]): Span[] {
  return subtractSpans(spans, subtractSpans(spans, frames));
}

/** Sorted, with touching and overlapping spans made one, and empty ones left out. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.filter((s) => s.end > s.start).sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else merged.push({ ...span });
  }
  return merged;
}

function firstReaching(erasures: readonly Erasure[], offsetBytes: number): number {
  let low = 0;
  let high = erasures.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const one = erasures[middle] as Erasure;
    if (one.offsetBytes + one.sizeBytes <= offsetBytes) low = middle + 1;
    else high = middle;
  }
  return low;
}
