/**
 * The type of an image from its first bytes, or null.
 * JPEG: ISO/IEC 10918-1 B.1.1.3 (SOI, then a marker). WebP: RFC 9649, section 2.4 (RIFF … WEBP).
 */
export function imageTypeOf(head: Uint8Array): 'image/jpeg' | 'image/webp' | null {
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'image/jpeg';
  const text = (start: number, end: number) => String.fromCharCode(...head.subarray(start, end));
  return text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP' ? 'image/webp' : null;
}
