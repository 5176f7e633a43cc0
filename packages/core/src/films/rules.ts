import {
  type FilmAudioCodec,
  type FilmFacts,
  type FilmVideoCodec,
  filmAudioCodecs,
  filmVideoCodecs,
  namesOf,
  type Rotation,
} from './facts.ts';
import { type FilmContainer, filmContainers, filmLimits } from './promise.ts';

/** What a film may be. Pages show these figures when they say what would pass. */
export const filmPasses = {
  sizeBytesMax: filmLimits.sizeBytesMax,
  durationMsMax: filmLimits.durationMsMax,
  /** Of either side. Below 16 no player shows a picture; 8192 is the widest picture that 8K knows. */
  sidePxMin: 16,
  sidePxMax: 8192,
  containers: filmContainers,
  videoCodecs: filmVideoCodecs,
  audioCodecs: filmAudioCodecs,
} as const;

/** The rules a film can break, in the order in which they are asked. */
export const filmRules = [
  'empty',
  'too_large',
  'container',
  'truncated',
  'no_video',
  'codec',
  'dimensions',
  'too_long',
  'undecodable',
] as const;
export type FilmRule = (typeof filmRules)[number];

/** What was read from a file before it is judged. Whatever could not be read is null. */
export interface FilmProbe {
  sizeBytes: number;
  container: FilmContainer | null;
  /** False when the file ends before its container says. */
  complete: boolean;
  videoTrackCount: number;
  /** Any name a prober gives; null when it has none for it. */
  videoCodec: string | null;
  audioTrackCount: number;
  audioCodec: string | null;
  durationMs: number | null;
  widthPx: number | null;
  heightPx: number | null;
  rotationDeg: Rotation;
  frameRate?: number;
  /** `unknown` where nothing could try: this machine has no decoder for the codec. */
  decodes: 'yes' | 'no' | 'unknown';
  hasLocation: boolean;
  hasDeviceData: boolean;
}

export type FilmAcceptance =
  | { ok: true; facts: FilmFacts }
  /** `facts`: what could be read, for a page that says what it saw. */
  | { ok: false; rule: FilmRule; facts: Partial<FilmFacts> };

/**
 * Judges a film by what was read from its bytes. The browser asks before it keeps a film, the server when it verifies
 * one; both get the same answer for the same bytes (`decodes` apart, which a server may not be able to try).
 */
export function acceptFilm(probe: FilmProbe): FilmAcceptance {
  const facts = factsOf(probe);
  const rule = filmRules.find((name) => BROKEN[name](probe));
  return rule ? { ok: false, rule, facts } : { ok: true, facts: facts as FilmFacts };
}

const BROKEN: Record<FilmRule, (probe: FilmProbe) => boolean> = {
  empty: (p) => p.sizeBytes <= 0,
  too_large: (p) => p.sizeBytes > filmPasses.sizeBytesMax,
  container: (p) => p.container === null,
  truncated: (p) => !p.complete || (p.videoTrackCount > 0 && !(p.durationMs && p.durationMs > 0)),
  no_video: (p) => p.videoTrackCount < 1,
  codec: (p) => !isVideoCodec(p.videoCodec) || (p.audioTrackCount > 0 && audioCodec(p.audioCodec) === null),
  dimensions: (p) => !isSide(p.widthPx) || !isSide(p.heightPx),
  too_long: (p) => (p.durationMs ?? 0) > filmPasses.durationMsMax,
  undecodable: (p) => p.decodes === 'no',
};

function factsOf(probe: FilmProbe): Partial<FilmFacts> {
  const { sizeBytes, rotationDeg, frameRate, hasLocation, hasDeviceData } = probe;
  return {
    sizeBytes,
    rotationDeg,
    hasLocation,
    hasDeviceData,
    ...(probe.container && namesOf(probe.container)),
    ...(probe.durationMs && { durationMs: Math.round(probe.durationMs) }),
    ...(probe.widthPx && { widthPx: probe.widthPx }),
    ...(probe.heightPx && { heightPx: probe.heightPx }),
    ...(isVideoCodec(probe.videoCodec) && { videoCodec: probe.videoCodec }),
    ...(probe.videoTrackCount > 0 && { audioCodec: audioCodec(probe.audioCodec) }),
    ...(frameRate && { frameRate: Math.round(frameRate * 100) / 100 }),
  };
}

function isVideoCodec(name: string | null): name is FilmVideoCodec {
  return (filmVideoCodecs as readonly string[]).includes(name ?? '');
}

function audioCodec(name: string | null): FilmAudioCodec | null {
  if (name === null) return null;
  if (name.startsWith('pcm') || name === 'ulaw' || name === 'alaw') return 'pcm';
  return filmAudioCodecs.find((known) => known === name) ?? null;
}

function isSide(px: number | null): boolean {
  return px !== null && px >= filmPasses.sidePxMin && px <= filmPasses.sidePxMax;
}
