import type { Erasure } from './erasures.ts';

/** Something in a film that says where, or with which device, it was made. */
export interface PrivateFinding {
  kind: 'location' | 'device';
  /** Where in the file, in the container's own words: `udta/©xyz`, `com.apple.quicktime.make`, `track gpmd`. */
  where: string;
  /** The text found, for the person whose film it is; null where it is not text. Never to be logged. */
  value: string | null;
}

/** What a walk over the container's structure found. */
export interface ContainerScan {
  /** False when the file ends before its structure does. */
  complete: boolean;
  findings: PrivateFinding[];
  /**
   * What to overwrite, in order, so that nothing but picture and sound is left. The length of the file, the place of
   * every picture and sound packet and all that a player needs stay as they are.
   */
  erasures: Erasure[];
}

/** Degrees with sign, as ISO 6709 writes them: +40.6892-074.0445+10.000/ */
const ISO_6709 = /[+-]\d{2,3}\.\d{2,}[+-]\d{3}\.\d{2,}/;
const LOCATION_WORDS = /location|gps|geo(?!b)|latitude|longitude|iso6709|©xyz/i;
const DEVICE_WORDS =
  /\bmake\b|model|manufacturer|device|camera|\blens\b|serial|firmware|software|com\.android|identifier|host.?computer/i;
const SOFTWARE_OF_NOBODY = /^(lav[fc]|libav|handbrake|google|l-smash|gpac|isomedia)/i;

/** The longest text a finding carries. */
const MAX_VALUE_LENGTH = 160;

/** Judges one named value of a film; null when it says neither where nor with what the film was made. */
export function judgeNamedValue(where: string, name: string, value: string | null): PrivateFinding | null {
  const text = value?.slice(0, MAX_VALUE_LENGTH) ?? null;
  if (LOCATION_WORDS.test(name) || (value !== null && ISO_6709.test(value))) {
    return { kind: 'location', where, value: text };
  }
  if (value !== null && SOFTWARE_OF_NOBODY.test(value)) return null;
  return DEVICE_WORDS.test(name) ? { kind: 'device', where, value: text } : null;
}

/** Judges the plain text of something without a name of its own (XMP, a subtitle): null when it is innocent. */
export function judgeText(where: string, text: string): PrivateFinding[] {
  const findings: PrivateFinding[] = [];
  const place = ISO_6709.exec(text)?.[0] ?? /(gps\w*|latitude|longitude)[^<]{0,60}/i.exec(text)?.[0];
  if (place) findings.push({ kind: 'location', where, value: place.slice(0, MAX_VALUE_LENGTH) });
  const device = /(?:tiff|exif|exifEX):(?:Make|Model|LensModel|Software|BodySerialNumber)[^<]{0,60}/.exec(
    text,
  )?.[0];
  if (device) findings.push({ kind: 'device', where, value: device.slice(0, MAX_VALUE_LENGTH) });
  return findings;
}

/** The readable part of some bytes: UTF-8 without control characters, or null when nothing is left. */
export function readableText(bytes: Uint8Array): string | null {
  const text = new TextDecoder().decode(bytes.subarray(0, 4096));
  const clean = text.replace(/[\p{Cc}\ufffd]+/gu, ' ').trim();
  return clean === '' ? null : clean;
}

/** Bytes as characters one to one, to look for ASCII words in them. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return text;
}
