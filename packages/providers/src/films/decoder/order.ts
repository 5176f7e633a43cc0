import type { Colour } from '@backlot/core';

/** What the decoder is handed: a few packets of one film, the first of which needs no other, and what to make of them. */
export type DecoderOrder = {
  config: {
    codec: string;
    codedWidth: number;
    codedHeight: number;
    /** As the container says; what the stream itself says goes before. */
    colorSpace: { matrix?: string | null; fullRange?: boolean | null } | null;
    description: Uint8Array | null;
  };
  packets: Uint8Array[];
  /** The measures of the picture to answer with, turned already. */
  widthPx: number;
  heightPx: number;
  /** Clockwise. */
  rotationDeg: 0 | 90 | 180 | 270;
};

/** A picture as it comes out of the decoder: red, green and blue of each pixel, a byte each, row by row. */
export type Picture = { widthPx: number; heightPx: number; pixels: Uint8Array };

/**
 * More is not decoded. The largest frame of H.264 and HEVC at level 6.2 (H.264 table A-1: 139,264 macroblocks of 256 pixels),
 * 8K with room.
 */
export const decodedPixelsMax = 139_264 * 256;

/** What the decoder ends with, as a process. */
export const decoderExits = { done: 0, noPicture: 3, noDecoder: 4 } as const;

/** Written by the decoder when it is ready for a film: what goes wrong from here on is the film's doing. */
export const readyByte = 0x52;

export const bytesOf = ({ widthPx, heightPx }: { widthPx: number; heightPx: number }): number =>
  widthPx * heightPx * 3;

/** The mean of a picture. */
export function meanColour({ pixels }: Picture): Colour {
  const sum = [0, 0, 0] as [number, number, number];
  for (let at = 0; at < pixels.length; at += 3) {
    sum[0] += pixels[at] ?? 0;
    sum[1] += pixels[at + 1] ?? 0;
    sum[2] += pixels[at + 2] ?? 0;
  }
  const count = Math.max(1, pixels.length / 3);
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}
