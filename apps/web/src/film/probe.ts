import type { Erasure } from '@backlot/core';
import {
  type ByteReader,
  type FilmProbe,
  type PrivateFinding,
  scanPrivateData,
  sniffBytes,
  sniffContainer,
} from '@backlot/core';
import { Input, type InputAudioTrack, type InputVideoTrack, MP4, QTFF, type Source, WEBM } from 'mediabunny';

/** Packets looked at for the frame rate; more would read more of the file for the second place after the point. */
const FRAME_RATE_PACKETS = 120;

/** An edit list or a rounded header makes up for this much. */
const DURATION_SLACK_SECONDS = 0.25;

/** What was read, what tells place and device, and what to overwrite to be rid of it. */
export interface Probe {
  probe: FilmProbe;
  findings: PrivateFinding[];
  erasures: Erasure[];
}

/** Tries the pictures of a film; see `frames.ts` for the browser's. */
export type TryPictures = (track: InputVideoTrack) => Promise<FilmProbe['decodes']>;

const unread: Omit<FilmProbe, 'sizeBytes' | 'container'> = {
  complete: true,
  videoTrackCount: 0,
  videoCodec: null,
  audioTrackCount: 0,
  audioCodec: null,
  durationMs: null,
  widthPx: null,
  heightPx: null,
  rotationDeg: 0,
  decodes: 'unknown',
  hasLocation: false,
  hasDeviceData: false,
};

/**
 * Reads a film from its bytes: container, tracks, duration, private data; and tries its pictures where `tryPictures`
 * is given. Never throws for what the bytes are: a film that cannot be read has nulls and `complete: false`. Errors of
 * the reader itself go through. `source` and `reader` give the same bytes.
 */
export async function probeFilm(
  source: Source,
  reader: ByteReader,
  tryPictures?: TryPictures,
): Promise<Probe> {
  const { sizeBytes } = reader;
  const container = sniffContainer(await reader.read(0, sniffBytes));
  const nothing: Probe = { probe: { ...unread, sizeBytes, container }, findings: [], erasures: [] };
  if (!container) return nothing;
  const scan = await scanPrivateData(container, reader);
  const tracks = scan.complete ? await readTracks(source, tryPictures) : { complete: false };
  const hasLocation = scan.findings.some((finding) => finding.kind === 'location');
  const hasDeviceData = scan.findings.some((finding) => finding.kind === 'device');
  return {
    probe: { ...nothing.probe, hasLocation, hasDeviceData, ...tracks },
    findings: scan.findings,
    erasures: scan.findings.length > 0 ? scan.erasures : [],
  };
}

async function readTracks(source: Source, tryPictures?: TryPictures): Promise<Partial<FilmProbe>> {
  using input = new Input({ source, formats: [MP4, QTFF, WEBM] });
  try {
    const video = await input.getPrimaryVideoTrack();
    const audio = await input.getAudioTracks();
    const sound = { audioTrackCount: audio.length, audioCodec: await firstCodec(audio) };
    if (!video) return { complete: true, ...sound };
    return {
      complete: true,
      ...sound,
      ...(await readVideo(input, video)),
      decodes: (await tryPictures?.(video)) ?? 'unknown',
    };
  } catch (error) {
    if (error instanceof DOMException) throw error;
    return { complete: false };
  }
}

async function readVideo(input: Input, video: InputVideoTrack): Promise<Partial<FilmProbe>> {
  const stats = await video.computePacketStats(FRAME_RATE_PACKETS);
  return {
    videoTrackCount: (await input.getVideoTracks()).length,
    videoCodec: await video.getCodec(),
    durationMs: Math.round((await durationOf(input)) * 1000),
    widthPx: await video.getCodedWidth(),
    heightPx: await video.getCodedHeight(),
    rotationDeg: await video.getRotation(),
    frameRate: stats.averagePacketRate,
  };
}

/**
 * Seconds. What the file says of itself is what players show, and is taken when the packets bear it out; a file that
 * says something else than it holds is judged by its packets.
 */
async function durationOf(input: Input): Promise<number> {
  const counted = await input.computeDuration();
  const said = await input.getDurationFromMetadata();
  return said && Math.abs(said - counted) <= DURATION_SLACK_SECONDS ? said : counted;
}

/** The first codec that anything knows; a phone's second, spatial track may be one that nothing does. */
async function firstCodec(tracks: readonly InputAudioTrack[]): Promise<string | null> {
  for (const track of tracks) {
    const codec = await track.getCodec();
    if (codec) return codec;
  }
  return null;
}
