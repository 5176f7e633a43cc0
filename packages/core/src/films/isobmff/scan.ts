import { type Erasure, intersectSpans, orderErasures, type Span, subtractSpans } from '../erasures.ts';
import { type ByteReader, windowedReader } from '../reader.ts';
import { type ContainerScan, judgeText, latin1, type PrivateFinding } from '../scan.ts';
import { type Box, bodyOf, boxAt, childAt, childrenOf, freeBox, type Slice, viewOf } from './boxes.ts';
import { findingsOf } from './labels.ts';
import { defaultSampleSizes, fragmentSpans, sampleSpans } from './samples.ts';

/** What belongs to structure, by the box around it. Everything else there is a label that can hide something. */
const STRUCTURE: Record<string, Set<string>> = Object.fromEntries(
  Object.entries({
    '': 'ftyp styp moov moof mdat imda mfra sidx ssix pdin prft free skip wide',
    moov: 'mvhd trak mvex iods pssh trep clip ctab free skip',
    trak: 'tkhd edts mdia tref tapt clip matt load imap trgr free skip',
    mdia: 'mdhd hdlr minf elng free skip',
    minf: 'vmhd smhd hmhd nmhd gmhd sthd dinf stbl hdlr free skip',
    stbl: 'stsd stts ctts cslg stsc stsz stz2 stco co64 stss stps sdtp sbgp sgpd subs saiz saio padb stdp stsh free skip',
    moof: 'mfhd traf pssh free skip',
    traf: 'tfhd tfdt trun sbgp sgpd subs saiz saio sdtp senc free skip',
    mvex: 'mehd trex leva trep free skip',
  }).map(([box, names]) => [box, new Set(names.split(' '))]),
);
/** Spherical video (RFC of Google's spatial media): without it a round film plays flat. */
const SPHERICAL_UUID = 'ffcc8263f8554a938814587a02521fdd';
const TEXT_HANDLERS = new Set(['text', 'sbtl', 'subt', 'clcp']);
/** Ten minutes of film need a few MiB; an index beyond this is built to hurt. */
const MAX_MOOV_BYTES = 32 * 1024 ** 2;
const MAX_TOP_BOXES = 200_000;

interface Track {
  id: number;
  box: Box;
  /** False for tracks that are neither picture nor sound nor plain subtitles. */
  kept: boolean;
}

interface Walk {
  reader: ByteReader;
  findings: PrivateFinding[];
  erasures: Erasure[];
  mdat: Span[];
  kept: Span[];
  dropped: Span[];
  tracks: Track[];
  defaults: Map<number, number>;
}

/**
 * Walks an MP4 or QuickTime file and finds whatever says where or with what it was made: user data, keys, XMP, makers'
 * own boxes, timed metadata tracks. The erasures turn those into free space in place, zero the samples of the
 * tracks that go, and empty the names of handlers and encoders; no packet of picture or sound moves or changes.
 */
export async function scanIsobmff(source: ByteReader): Promise<ContainerScan> {
  try {
    return await scan(source);
  } catch (error) {
    // A box or table too short for what it says to hold: no film that anything could play.
    if (error instanceof RangeError) return { complete: false, findings: [], erasures: [] };
    throw error;
  }
}

async function scan(source: ByteReader): Promise<ContainerScan> {
  const walk: Walk = {
    reader: windowedReader(source),
    findings: [],
    erasures: [],
    mdat: [],
    kept: [],
    dropped: [],
    tracks: [],
    defaults: new Map(),
  };
  const complete = await walkTop(walk);
  for (const span of intersectSpans(subtractSpans(walk.dropped, walk.kept), walk.mdat)) {
    walk.erasures.push({ offsetBytes: span.start, sizeBytes: span.end - span.start });
  }
  return { complete, findings: walk.findings, erasures: orderErasures(walk.erasures) };
}

async function walkTop(walk: Walk): Promise<boolean> {
  const { sizeBytes } = walk.reader;
  const moofs: Box[] = [];
  let hasMoov = false;
  let hasMedia = false;
  let at = 0;
  for (let count = 0; at < sizeBytes && count < MAX_TOP_BOXES; count++) {
    const header = await walk.reader.read(at, 16);
    const box = boxAt({ bytes: header, startByte: at }, at, sizeBytes);
    if (!box || !/^[\x20-\x7e\xa9]{4}$/.test(box.type)) {
      eraseTrailer(walk, at);
      break;
    }
    const cut = box.endByte > sizeBytes;
    if (cut && hasMoov && hasMedia && !STRUCTURE['']?.has(box.type)) {
      eraseTrailer(walk, at);
      break;
    }
    if (cut) return false;
    if (box.type === 'mdat') {
      hasMedia = true;
      walk.mdat.push({ start: box.bodyByte, end: box.endByte });
    } else if (box.type === 'moov') {
      if (box.endByte - box.startByte > MAX_MOOV_BYTES) return false;
      hasMoov = true;
      await walkMoov(walk, box);
    } else if (box.type === 'moof') moofs.push(box);
    else if (!STRUCTURE['']?.has(box.type)) label(walk, await load(walk, box), box);
    at = box.endByte;
  }
  for (const moof of moofs) walkMoof(walk, await load(walk, moof), moof);
  return hasMoov && samplesFit(walk, sizeBytes);
}

/** A file whose pictures lie behind its end was cut, even when every box is whole. */
function samplesFit(walk: Walk, sizeBytes: number): boolean {
  return walk.kept.every((span) => span.end <= sizeBytes);
}

async function load(walk: Walk, box: Box): Promise<Slice> {
  const length = Math.min(box.endByte - box.startByte, MAX_MOOV_BYTES);
  return { bytes: await walk.reader.read(box.startByte, length), startByte: box.startByte };
}

/** Some cameras write their own data behind the last box; it is no part of the film. */
function eraseTrailer(walk: Walk, at: number): void {
  const sizeBytes = walk.reader.sizeBytes - at;
  walk.findings.push({ kind: 'device', where: 'trailer', value: null });
  walk.erasures.push(
    sizeBytes < 8
      ? { offsetBytes: at, sizeBytes }
      : freeBox({ type: '', startByte: at, bodyByte: at + 8, endByte: at + sizeBytes }),
  );
}

async function walkMoov(walk: Walk, moov: Box): Promise<void> {
  const slice = await load(walk, moov);
  walk.defaults = defaultSampleSizes(slice, moov);
  for (const box of childrenOf(slice, moov)) {
    if (box.type === 'trak') await walkTrack(walk, slice, box);
    else if (!STRUCTURE.moov?.has(box.type)) label(walk, slice, box);
  }
  const gone = new Set(walk.tracks.filter((track) => !track.kept).map((track) => track.id));
  const mvex = childAt(slice, moov, 'mvex');
  for (const trex of mvex ? childrenOf(slice, mvex) : []) {
    if (!STRUCTURE.mvex?.has(trex.type)) label(walk, slice, trex);
    else if (trex.type === 'trex' && gone.has(viewOf(bodyOf(slice, trex)).getUint32(4))) {
      walk.erasures.push(freeBox(trex));
    }
  }
  for (const track of walk.tracks) if (track.kept) cutReferences(walk, slice, track.box, gone);
}

async function walkTrack(walk: Walk, slice: Slice, trak: Box): Promise<void> {
  const tkhd = childAt(slice, trak, 'tkhd');
  const hdlr = childAt(slice, trak, 'mdia', 'hdlr');
  const handler = hdlr ? latin1(bodyOf(slice, hdlr).subarray(8, 12)) : '';
  const spans = sampleSpans(slice, trak);
  const findings = await trackFindings(walk, slice, trak, handler, spans);
  const kept = handler === 'vide' || handler === 'soun' || (TEXT_HANDLERS.has(handler) && !findings.length);
  walk.findings.push(...findings);
  walk.tracks.push({ id: tkhd ? trackId(bodyOf(slice, tkhd)) : 0, box: trak, kept });
  (kept ? walk.kept : walk.dropped).push(...spans);
  if (!kept) {
    walk.erasures.push(freeBox(trak));
    return;
  }
  walkLabels(walk, slice, trak);
  if (hdlr) walk.erasures.push(...emptyHandlerName(hdlr));
  if (handler === 'vide') walk.erasures.push(...emptyEncoderNames(slice, trak));
}

function trackId(tkhd: Uint8Array): number {
  const at = tkhd[0] === 1 ? 20 : 12;
  return tkhd.length < at + 4 ? 0 : viewOf(tkhd).getUint32(at);
}

/** Labels anywhere inside a track that stays. */
function walkLabels(walk: Walk, slice: Slice, box: Box): void {
  for (const child of childrenOf(slice, box)) {
    if (!STRUCTURE[box.type]?.has(child.type)) {
      if (child.type !== 'uuid' || !isSpherical(slice, child)) label(walk, slice, child);
    } else if (STRUCTURE[child.type]) walkLabels(walk, slice, child);
  }
}

function isSpherical(slice: Slice, box: Box): boolean {
  const id = [...bodyOf(slice, box).subarray(0, 16)];
  return id.map((byte) => byte.toString(16).padStart(2, '0')).join('') === SPHERICAL_UUID;
}

function label(walk: Walk, slice: Slice, box: Box): void {
  walk.findings.push(...findingsOf(slice, box));
  walk.erasures.push(freeBox(box));
}

/** What a timed track says by being there: GoPro's, Android's and Apple's metadata, and subtitles with telemetry. */
async function trackFindings(
  walk: Walk,
  slice: Slice,
  trak: Box,
  handler: string,
  spans: readonly Span[],
): Promise<PrivateFinding[]> {
  if (handler === 'vide' || handler === 'soun' || handler === 'tmcd') return [];
  const stsd = childAt(slice, trak, 'mdia', 'minf', 'stbl', 'stsd');
  const description = stsd ? latin1(bodyOf(slice, stsd)) : '';
  const format = description.slice(12, 16).trim() || handler;
  const where = `track ${format}`;
  if (TEXT_HANDLERS.has(handler)) {
    const first = spans[0];
    const length = first ? Math.min(first.end - first.start, 4096) : 0;
    return first ? judgeText(where, latin1(await walk.reader.read(first.start, length))) : [];
  }
  const place = /gpmd|camm|location|gps/i.test(description);
  return [
    ...(place ? [{ kind: 'location' as const, where, value: null }] : []),
    { kind: 'device', where, value: null },
  ];
}

/** References from a track that stays to one that goes (chapters, time codes, descriptions). */
function cutReferences(walk: Walk, slice: Slice, trak: Box, gone: ReadonlySet<number>): void {
  const tref = childAt(slice, trak, 'tref');
  if (!tref) return;
  const ids = childrenOf(slice, tref).flatMap((box) => {
    const view = viewOf(bodyOf(slice, box));
    return Array.from({ length: Math.floor(view.byteLength / 4) }, (_, i) => view.getUint32(i * 4));
  });
  if (ids.some((id) => gone.has(id))) walk.erasures.push(freeBox(tref));
}

/** Manufacturer, flags and name of a handler: 12 bytes after its type are reserved in MP4, the rest is its name. */
function emptyHandlerName(hdlr: Box): Erasure[] {
  const from = hdlr.bodyByte + 12;
  return from < hdlr.endByte ? [{ offsetBytes: from, sizeBytes: hdlr.endByte - from }] : [];
}

/** The 32 bytes of `compressorname` in each picture description (ISO/IEC 14496-12, 12.1.3). */
function emptyEncoderNames(slice: Slice, trak: Box): Erasure[] {
  const stsd = childAt(slice, trak, 'mdia', 'minf', 'stbl', 'stsd');
  if (!stsd) return [];
  const entries = childrenOf(slice, { ...stsd, bodyByte: stsd.bodyByte + 8 });
  return entries
    .filter((entry) => entry.endByte - entry.bodyByte >= 74)
    .map((entry) => ({ offsetBytes: entry.bodyByte + 42, sizeBytes: 32 }));
}

function walkMoof(walk: Walk, slice: Slice, moof: Box): void {
  for (const box of childrenOf(slice, moof)) {
    if (!STRUCTURE.moof?.has(box.type)) label(walk, slice, box);
    if (box.type !== 'traf') continue;
    const fragment = fragmentSpans(slice, moof, box, walk.defaults);
    const track = walk.tracks.find((one) => one.id === fragment?.trackId);
    if (!fragment || !track) continue;
    (track.kept ? walk.kept : walk.dropped).push(...fragment.spans);
    if (!track.kept) walk.erasures.push(freeBox(box));
    else walkLabels(walk, slice, box);
  }
}
