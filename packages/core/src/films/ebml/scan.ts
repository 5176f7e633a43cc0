import { type Erasure, orderErasures } from '../erasures.ts';
import { type ByteReader, windowedReader } from '../reader.ts';
import { type ContainerScan, judgeNamedValue, type PrivateFinding, readableText } from '../scan.ts';
import {
  bodyOf,
  childrenOf,
  type Element,
  elementAt,
  elementsBetween,
  ID,
  unsigned,
  vint,
  voidElement,
  widthOf,
} from './elements.ts';

const SEGMENT_LEVEL: ReadonlySet<number> = new Set([
  ID.seekHead,
  ID.info,
  ID.tracks,
  ID.cluster,
  ID.cues,
  ID.chapters,
  ID.attachments,
  ID.tags,
]);
const STRUCTURE: ReadonlySet<number> = new Set([...SEGMENT_LEVEL, ID.void, ID.crc32]);
const LABELS: ReadonlySet<number> = new Set([ID.tags, ID.attachments]);
const TRACK_TYPE = { video: 1, audio: 2, subtitle: 0x11 };

interface Walk {
  reader: ByteReader;
  findings: PrivateFinding[];
  erasures: Erasure[];
  dropped: Set<number>;
  clusters: Element[];
}

/**
 * Walks a WebM file and finds whatever says where or with what it was made: tags, attachments, metadata tracks.
 * The erasures turn those into Void elements of the same length; no packet of picture or sound moves or changes.
 */
export async function scanEbml(source: ByteReader): Promise<ContainerScan> {
  const reader = windowedReader(source);
  const walk: Walk = { reader, findings: [], erasures: [], dropped: new Set(), clusters: [] };
  const header = await elementAt(reader, 0);
  const segment = header?.endByte ? await elementAt(reader, header.endByte) : null;
  if (!segment || segment.id !== ID.segment) return { complete: false, findings: [], erasures: [] };
  const complete = await walkSegment(walk, segment);
  if (walk.dropped.size > 0) for (const cluster of walk.clusters) await walkCluster(walk, cluster);
  return { complete, findings: walk.findings, erasures: orderErasures(walk.erasures) };
}

async function walkSegment(walk: Walk, segment: Element): Promise<boolean> {
  const { sizeBytes } = walk.reader;
  if (segment.endByte !== null && segment.endByte > sizeBytes) return false;
  const end = segment.endByte ?? sizeBytes;
  let hasTracks = false;
  for (let at = segment.bodyByte; at < end; ) {
    const element = await elementAt(walk.reader, at);
    if (!element) return false;
    const known = element.endByte ?? (await endOfUnsized(walk.reader, element, end));
    const sized = { ...element, endByte: known };
    if (known > end) return false;
    hasTracks ||= element.id === ID.tracks;
    await walkElement(walk, sized);
    at = known;
  }
  return hasTracks;
}

/** A cluster of a live recording ends where the next element of the segment begins. */
async function endOfUnsized(reader: ByteReader, element: Element, end: number): Promise<number> {
  let at = element.bodyByte;
  while (at < end) {
    const child = await elementAt(reader, at);
    if (!child || child.endByte === null || SEGMENT_LEVEL.has(child.id)) return at;
    at = child.endByte;
  }
  return at;
}

async function walkElement(walk: Walk, element: Element): Promise<void> {
  if (element.id === ID.cluster) walk.clusters.push(element);
  else if (element.id === ID.tracks) await walkTracks(walk, element);
  else if (element.id === ID.seekHead) await walkSeekHead(walk, element);
  else if (element.id === ID.crc32) erase(walk, element);
  else if (element.id === ID.tags) await walkTags(walk, element);
  else if (!STRUCTURE.has(element.id) || element.id === ID.attachments) {
    const where = element.id === ID.attachments ? 'attachment' : `element ${element.id.toString(16)}`;
    walk.findings.push({ kind: 'device', where, value: null });
    erase(walk, element);
  }
}

async function walkTags(walk: Walk, tags: Element): Promise<void> {
  erase(walk, tags);
  for (const tag of await childrenOf(walk.reader, tags)) {
    if (tag.id === ID.tag) await walkSimpleTags(walk, tag);
  }
}

async function walkSimpleTags(walk: Walk, parent: Element): Promise<void> {
  for (const simple of await childrenOf(walk.reader, parent)) {
    if (simple.id !== ID.simpleTag) continue;
    const parts = await childrenOf(walk.reader, simple);
    const text = async (id: number) => {
      const part = parts.find((one) => one.id === id);
      return part ? readableText(await bodyOf(walk.reader, part)) : null;
    };
    const name = (await text(ID.tagName)) ?? '';
    const finding = judgeNamedValue(`tag ${name}`, name, await text(ID.tagString));
    if (finding) walk.findings.push(finding);
    await walkSimpleTags(walk, simple);
  }
}

/** Tracks that are neither picture nor sound nor subtitles: telemetry of action cameras and drones. */
async function walkTracks(walk: Walk, tracks: Element): Promise<void> {
  const entries = await childrenOf(walk.reader, tracks);
  const dropped: Element[] = [];
  for (const entry of entries.filter((one) => one.id === ID.trackEntry)) {
    const parts = await childrenOf(walk.reader, entry);
    const part = async (id: number) => {
      const one = parts.find((element) => element.id === id);
      return one ? bodyOf(walk.reader, one) : new Uint8Array(0);
    };
    const type = unsigned(await part(ID.trackType));
    if (Object.values(TRACK_TYPE).includes(type)) continue;
    const codec = readableText(await part(ID.codecId)) ?? 'unknown';
    walk.findings.push({ kind: 'device', where: `track ${codec}`, value: null });
    walk.dropped.add(unsigned(await part(ID.trackNumber)));
    dropped.push(entry);
  }
  if (dropped.length === 0) return;
  for (const element of [...dropped, ...entries.filter((one) => one.id === ID.crc32)]) erase(walk, element);
}

/** Entries that would lead a player to what is no longer there. */
async function walkSeekHead(walk: Walk, seekHead: Element): Promise<void> {
  const entries = await childrenOf(walk.reader, seekHead);
  for (const entry of entries) {
    if (entry.id === ID.crc32) erase(walk, entry);
    if (entry.id !== ID.seek) continue;
    const target = (await childrenOf(walk.reader, entry)).find((one) => one.id === ID.seekId);
    if (target && LABELS.has(unsigned(await bodyOf(walk.reader, target)))) erase(walk, entry);
  }
}

/** Blocks of dropped tracks. */
async function walkCluster(walk: Walk, cluster: Element): Promise<void> {
  for (const element of await childrenOf(walk.reader, cluster)) {
    if (element.id === ID.crc32) erase(walk, element);
    const block = await blockOf(walk.reader, element);
    if (block && walk.dropped.has(await blockTrack(walk.reader, block))) erase(walk, element);
  }
}

async function blockOf(reader: ByteReader, element: Element): Promise<Element | null> {
  if (element.id === ID.simpleBlock) return element;
  if (element.id !== ID.blockGroup || element.endByte === null) return null;
  const parts = await elementsBetween(reader, element.bodyByte, element.endByte);
  return parts.find((part) => part.id === ID.block) ?? null;
}

async function blockTrack(reader: ByteReader, block: Element): Promise<number> {
  const head = await reader.read(block.bodyByte, 8);
  return vint(head.subarray(0, widthOf(head[0], 8))) ?? 0;
}

function erase(walk: Walk, element: Element): void {
  const erasure = voidElement(element);
  if (erasure) walk.erasures.push(erasure);
}
