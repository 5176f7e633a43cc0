import type { FilmContainer } from './promise.ts';

/** How many bytes from the start of a file `sniffContainer` wants to see. */
export const sniffBytes = 4096;

/** Brands of files that share the box structure of MP4 and hold no film (ISO/IEC 23008-12, 23000-22, QuickTime). */
const stillBrands = new Set(['heic', 'heix', 'heim', 'heis', 'mif1', 'avif', 'crx ']);

/** Boxes with which a QuickTime file older than `ftyp` begins. */
const oldQuicktimeStarts = new Set(['moov', 'mdat', 'wide', 'pnot', 'skip', 'free']);

/**
 * Tells the container from the first bytes of a file (`sniffBytes` of them, or all of a shorter file).
 * Null: none that a film may come in. The name and the declared type of the file play no part.
 */
export function sniffContainer(head: Uint8Array): FilmContainer | null {
  if (startsWithEbml(head)) return docType(head) === 'webm' ? 'webm' : null;
  if (head.length < 8) return null;
  const type = latin1(head, 4, 8);
  if (type === 'ftyp') return containerOfBrand(latin1(head, 8, 12));
  return oldQuicktimeStarts.has(type) ? 'mov' : null;
}

function containerOfBrand(brand: string): FilmContainer | null {
  if (brand === 'qt  ') return 'mov';
  return brand.length < 4 || stillBrands.has(brand) ? null : 'mp4';
}

function startsWithEbml(head: Uint8Array): boolean {
  return head[0] === 0x1a && head[1] === 0x45 && head[2] === 0xdf && head[3] === 0xa3;
}

/** The DocType of an EBML header (RFC 8794, 11.2.4: id 0x4282), or null. */
function docType(head: Uint8Array): string | null {
  const end = Math.min(head.length - 3, 256);
  for (let at = 4; at < end; at++) {
    if (head[at] !== 0x42 || head[at + 1] !== 0x82) continue;
    const lengthBytes = (head[at + 2] ?? 0) & 0x7f;
    return latin1(head, at + 3, at + 3 + lengthBytes).replaceAll('\0', '');
  }
  return null;
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
