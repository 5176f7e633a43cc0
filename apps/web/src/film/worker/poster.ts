import type { VideoSample } from 'mediabunny';
import type { PosterImage } from './protocol.ts';
import { sha256Hex } from './sha256.ts';

const MAX_WIDTH_PX = 1280;
/** A poster is seen in lists; more would cost viewers more than it shows. */
const MAX_BYTES = 400_000;
const QUALITIES = [0.82, 0.7, 0.55, 0.4];
/** Mean of red, green and blue below which a picture counts as black. */
const BLACK = 14;

/** Makes the poster: the last of the pictures that is not black, at most 1280 pixels wide and 400 kB. */
export async function makePoster(samples: readonly VideoSample[]): Promise<PosterImage | null> {
  for (const [index, sample] of samples.toReversed().entries()) {
    const canvas = draw(sample, MAX_WIDTH_PX);
    const colour = averageColour(canvas);
    const last = index === samples.length - 1;
    if (last || Math.max(...colour) > BLACK) return encode(sample, canvas, hex(colour));
  }
  return null;
}

async function encode(sample: VideoSample, first: OffscreenCanvas, colour: string): Promise<PosterImage> {
  for (let canvas = first; ; canvas = draw(sample, Math.floor(canvas.width / 2))) {
    for (const quality of QUALITIES) {
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
      if (blob.size > MAX_BYTES && canvas.width > 64) continue;
      const sha256 = await sha256Hex(blob);
      return { blob, sha256, widthPx: canvas.width, heightPx: canvas.height, averageColour: colour };
    }
  }
}

/** Draws a picture the right way up. A fresh canvas each time carries nothing over, and nothing of the film's metadata. */
function draw(sample: VideoSample, maxWidthPx: number): OffscreenCanvas {
  const scale = Math.min(1, maxWidthPx / sample.displayWidth);
  const width = Math.max(1, Math.round(sample.displayWidth * scale));
  const height = Math.max(1, Math.round(sample.displayHeight * scale));
  const canvas = new OffscreenCanvas(width, height);
  sample.draw(context(canvas), 0, 0, width, height);
  return canvas;
}

function averageColour(canvas: OffscreenCanvas): [number, number, number] {
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

function hex(colour: readonly number[]): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
