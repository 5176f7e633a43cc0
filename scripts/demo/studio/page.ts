/** Runs in the browser: the page that make-films.ts opens. Answers bytes as base64. */
import { BufferTarget, Output, Quality, VideoSample, VideoSampleSource, WebMOutputFormat } from 'mediabunny';
import { type Look, openCamera } from './camera.ts';

export type Order = {
  sources: { lens: string; shot: string; grade: string };
  look: Look;
  widthPx: number;
  heightPx: number;
  frameRate: number;
  seconds: number;
  /** The second of which the poster is made. */
  posterAt: number;
  /** Rates to try, the finest first. */
  bitsPerSecond: readonly number[];
  bytesMax: number;
  posterQuality: number;
};

export type Poster = { base64: string; averageColour: string };

/** Draws one moment as a WebP picture. */
export async function poster(order: Order): Promise<Poster> {
  const canvas = new OffscreenCanvas(order.widthPx, order.heightPx);
  openCamera(canvas, order.sources, order.look, order.frameRate).expose(order.posterAt);
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality: order.posterQuality });
  return { base64: base64Of(await blob.arrayBuffer()), averageColour: averageColourOf(canvas) };
}

/**
 * Draws every frame once and encodes it as VP9 in WebM, once for every rate: drawing is what takes long.
 * @returns the finest that fits into `bytesMax`, and how large each became
 */
export async function film(order: Order): Promise<{ base64: string | null; sizes: string }> {
  const canvas = new OffscreenCanvas(order.widthPx, order.heightPx);
  const camera = openCamera(canvas, order.sources, order.look, order.frameRate);
  const takes = await Promise.all(order.bitsPerSecond.map((rate) => startTake(order, rate)));
  for (let frame = 0; frame < order.seconds * order.frameRate; frame += 1) {
    const time = frame / order.frameRate;
    camera.expose(time);
    const picture = new VideoSample(camera.develop(), {
      format: 'RGBX',
      codedWidth: order.widthPx,
      codedHeight: order.heightPx,
      timestamp: time,
      duration: 1 / order.frameRate,
    });
    for (const { source } of takes) await source.add(picture);
    picture.close();
  }
  for (const { output } of takes) await output.finalize();
  const finest = takes.find(({ target }) => sizeOf(target) <= order.bytesMax)?.target.buffer;
  return {
    base64: finest ? base64Of(finest) : null,
    sizes: takes.map(({ rate, target }) => `${rate}: ${sizeOf(target)}`).join(', '),
  };
}

const sizeOf = (target: BufferTarget): number => target.buffer?.byteLength ?? Number.POSITIVE_INFINITY;

async function startTake(order: Order, rate: number) {
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const source = new VideoSampleSource({
    codec: 'vp9',
    quality: new Quality({ bitrate: rate }),
    keyFrameInterval: order.seconds,
    latencyMode: 'quality',
  });
  output.addVideoTrack(source, { frameRate: order.frameRate });
  await output.start();
  return { output, source, target, rate };
}

function base64Of(buffer: ArrayBuffer): string {
  const bytes = new Uint8Array(buffer);
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** `#rrggbb`, the mean of the picture. */
function averageColourOf(canvas: OffscreenCanvas): string {
  const small = new OffscreenCanvas(16, 9);
  const drawing = small.getContext('2d');
  if (!drawing) throw new Error('This browser cannot draw.');
  drawing.drawImage(canvas, 0, 0, 16, 9);
  const { data } = drawing.getImageData(0, 0, 16, 9);
  const channel = (offset: number) => {
    let sum = 0;
    for (let at = offset; at < data.length; at += 4) sum += data[at] ?? 0;
    return Math.round(sum / (data.length / 4))
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(1)}${channel(2)}`;
}

Object.assign(globalThis, { studio: { poster, film } });
