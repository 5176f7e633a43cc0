/**
 * What a film may be recorded as, best first. MP4 with AAC plays everywhere; VP9 is the smaller of the two WebM codecs.
 * Each is a container and codecs that `acceptFilm` of core takes.
 */
export const recordTypes = [
  'video/mp4;codecs=avc1.640028,mp4a.40.2',
  'video/mp4;codecs=avc1.42E01F,mp4a.40.2',
  'video/mp4;codecs=avc1.640028,opus',
  'video/mp4;codecs=avc1.42E01F,opus',
  'video/webm;codecs=vp9,opus',
  'video/webm;codecs=vp8,opus',
  'video/mp4',
  'video/webm',
] as const;

/** The best type that this browser records, or null. */
export function bestRecordType(isSupported: (type: string) => boolean): string | null {
  return recordTypes.find(isSupported) ?? null;
}
