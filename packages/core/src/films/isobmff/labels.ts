import { judgeNamedValue, judgeText, latin1, type PrivateFinding, readableText } from '../scan.ts';
import { type Box, bodyOf, boxesBetween, childrenOf, type Slice, viewOf } from './boxes.ts';

/** Boxes of user data that say nothing about place or device (QuickTime File Format, 3GPP TS 26.244, iTunes). */
const INNOCENT = new Set(
  (
    '©nam ©ART ©alb ©day ©cmt ©des ©cpy ©req ©wrt ©gen ©too ©enc ©dir ©prd ©prf ©inf ©src ©fmt ©lyr ©grp ' +
    'name titl dscp cprt perf gnre albm yrrc rtng clsf kywd hnti hinf hinv meta free skip ludt WLOC SelO AllF LOOP ' +
    'chpl tsel kind ptv  desc ldes covr aART trkn disk cpil pgap tmpo hdvd stik tvsh keyw catg strk tagc'
  ).split(' '),
);
const MAKER = new Set(['©mak', '©mod', '©swr', '©hst', '@mak', '@mod', 'manu', 'modl', '©mal']);
const PLACE = new Set(['©xyz', 'loci', '@xyz', 'GPS ', 'gps0', 'gps ']);
const XMP_UUID = 'be7acfcb97a942e89c71999491e3afac';

/** What a box that holds no picture, sound or structure (`udta`, `meta`, `uuid`, unknown) says of place and device. */
export function findingsOf(slice: Slice, box: Box, path = box.type): PrivateFinding[] {
  if (box.type === 'udta') {
    return childrenOf(slice, box).flatMap((child) => findingsOf(slice, child, `udta/${child.type}`));
  }
  if (box.type === 'meta') return metaFindings(slice, box);
  if (box.type === 'uuid') return uuidFindings(slice, box);
  const body = bodyOf(slice, box);
  if (box.type === 'loci') return [{ kind: 'location', where: path, value: lociText(body) }];
  if (box.type === 'XMP_') return judgeText(path, latin1(body));
  if (INNOCENT.has(box.type)) return present(judgeNamedValue(path, '', readableText(body)));
  const value = box.type.startsWith('©') ? readableText(body.subarray(4)) : readableText(body);
  if (PLACE.has(box.type)) return [{ kind: 'location', where: path, value }];
  if (MAKER.has(box.type)) return present(judgeNamedValue(path, 'device', value));
  return [{ kind: 'device', where: path, value: null }];
}

/** Both kinds of `meta`: keys and values (QuickTime `mdta`), and iTunes' four-letter items. */
function metaFindings(slice: Slice, meta: Box): PrivateFinding[] {
  const inside = boxesBetween(slice, meta.bodyByte + versionBytes(slice, meta), meta.endByte);
  const keysBox = inside.find((box) => box.type === 'keys');
  const names = keysBox ? keyNames(bodyOf(slice, keysBox)) : null;
  const items = inside.filter((box) => box.type === 'ilst').flatMap((ilst) => childrenOf(slice, ilst));
  const findings = items.flatMap((item) => {
    const index = viewOf(slice.bytes).getUint32(item.startByte - slice.startByte + 4);
    const { name, value } = itemText(slice, item);
    const key = names?.[index - 1] ?? name ?? item.type;
    return present(judgeNamedValue(`meta/${key}`, MAKER.has(key) ? 'device' : key, value));
  });
  const other = inside.filter((box) => box.type === 'xml ' || box.type === 'bxml');
  return [...findings, ...other.flatMap((box) => judgeText('meta/xml', latin1(bodyOf(slice, box))))];
}

/** ISO's `meta` has a version and flags before its boxes, QuickTime's has not. */
function versionBytes(slice: Slice, meta: Box): number {
  return latin1(bodyOf(slice, meta).subarray(4, 8)) === 'hdlr' ? 0 : 4;
}

function keyNames(body: Uint8Array): string[] {
  const names: string[] = [];
  const view = viewOf(body);
  for (let at = 8; at + 8 <= body.length; ) {
    const size = view.getUint32(at);
    if (size < 8) break;
    names.push(latin1(body.subarray(at + 8, at + size)));
    at += size;
  }
  return names;
}

/** The value of an item, and its name where it brings one (`----` with `mean` and `name`). */
function itemText(slice: Slice, item: Box): { name: string | null; value: string | null } {
  const parts = childrenOf(slice, item);
  const data = parts.find((part) => part.type === 'data');
  const name = parts.find((part) => part.type === 'name');
  return {
    name: name ? readableText(bodyOf(slice, name).subarray(4)) : null,
    value: data ? readableText(bodyOf(slice, data).subarray(8)) : null,
  };
}

function uuidFindings(slice: Slice, box: Box): PrivateFinding[] {
  const body = bodyOf(slice, box);
  const id = [...body.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (id === XMP_UUID) return judgeText('XMP', latin1(body.subarray(16)));
  return [{ kind: 'device', where: `uuid ${id}`, value: null }];
}

/** 3GPP TS 26.244, 8.9: name, role, then longitude and latitude as signed 16.16. */
function lociText(body: Uint8Array): string | null {
  const nameEnd = body.indexOf(0, 6);
  if (nameEnd < 0 || nameEnd + 10 > body.length) return null;
  const view = viewOf(body);
  const degrees = (at: number) => (view.getInt32(at) / 65_536).toFixed(4);
  return `${degrees(nameEnd + 6)}, ${degrees(nameEnd + 2)}`;
}

function present(finding: PrivateFinding | null): PrivateFinding[] {
  return finding ? [finding] : [];
}
