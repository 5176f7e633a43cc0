import { type Colour, colourHex, isBlack, posterRules, posterSize } from '@backlot/core';
import type { VideoSample } from 'mediabunny';
import type { PosterImage } from './protocol.ts';
import { sha256Hex } from './sha256.ts';

/** Makes the poster: the last of the pictures that is not black, within `posterRules`. */
export async function makePoster(samples: readonly VideoSample[]): Promise<PosterImage | null> {
  for (const [index, sample] of samples.toReversed().entries()) {
    const canvas = draw(sample, posterSize({ widthPx: sample.displayWidth, heightPx: sample.displayHeight }));
    const colour = averageColour(canvas);
    const last = index === samples.length - 1;
    if (last || !isBlack(colour)) return encode(sample, canvas, colourHex(colour));
  }
  return null;
}

async function encode(sample: VideoSample, first: OffscreenCanvas, colour: string): Promise<PosterImage> {
  for (let canvas = first; ; canvas = draw(sample, halfOf(canvas))) {
    for (const quality of posterRules.qualities) {
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
      if (blob.size > posterRules.sizeBytesMax && canvas.width > 64) continue;
      const sha256 = await sha256Hex(blob);
      return { blob, sha256, widthPx: canvas.width, heightPx: canvas.height, averageColour: colour };
    }
  }
}

/** Draws a picture the right way up. A fresh canvas each time carries nothing over, and nothing of the film's metadata. */
function draw(sample: VideoSample, { widthPx, heightPx }: ReturnType<typeof posterSize>): OffscreenCanvas {
  const canvas = new OffscreenCanvas(widthPx, heightPx);
  sample.draw(context(canvas), 0, 0, widthPx, heightPx);
  return canvas;
}

const halfOf = ({ width, height }: OffscreenCanvas) => ({
  widthPx: Math.max(1, Math.floor(width / 2)),
  heightPx: Math.max(1, Math.floor(height / 2)),
});

function averageColour(canvas: OffscreenCanvas): Colour {
  const small = new OffscreenCanvas(16, 16);
  const drawing = context(small);
  drawing.drawImage(canvas, 0, 0, 16, 16);
  const { data } = drawing.getImageData(0, 0, 16, 16);
  const sum: [number, number, number] = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4) {
    sum[0] += data[at] ?? 0;
    sum[1] += data[at + 1] ?? 0;
    sum[2] += data[at + 2] ?? 0;
  }
  return [Math.round(sum[0] / 256), Math.round(sum[1] / 256), Math.round(sum[2] / 256)];
}

function context(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const drawing = canvas.getContext('2d');
  if (!drawing) throw new Error('this browser cannot draw in a worker');
  return drawing;
}
