import { once } from 'node:events';
import { deserialize } from 'node:v8';
import { framePixels } from './frame-pixels.ts';
import { type DecoderOrder, decodedPixelsMax, decoderExits, readyByte } from './order.ts';

/**
 * A program of its own: foreign bytes are decoded here and nowhere else. It is started for one picture (`../decode-apart.ts`),
 * takes an order at its standard input, answers with pixels at its standard output, and ends.
 */
type Codecs = typeof import('@napi-rs/webcodecs');

/** Whoever started it ends it sooner; this is for when nobody is left who would. */
const lastsMs = 20_000;
setTimeout(() => process.kill(process.pid, 'SIGKILL'), lastsMs);

const codecs = await import('@napi-rs/webcodecs').catch((): null => null);
if (codecs === null) process.exit(decoderExits.noDecoder);
process.stdout.write(Uint8Array.of(readyByte));
const picture = await decode(codecs, deserialize(await everything())).catch(() => null);
if (picture === null) process.exit(decoderExits.noPicture);
if (!process.stdout.write(picture)) await once(process.stdout, 'drain');
process.stdout.end(() => process.exit(decoderExits.done));

async function everything(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Decodes the packets and makes the picture of the last frame that comes out. */
async function decode(
  { VideoDecoder, EncodedVideoChunk }: Codecs,
  order: DecoderOrder,
): Promise<Uint8Array | null> {
  type Frame = InstanceType<Codecs['VideoFrame']>;
  let last: Frame | null = null;
  const decoder = new VideoDecoder({
    output(frame: Frame) {
      last?.close();
      last = frame;
    },
    // What is wrong with one packet is said again by `flush`; frames before it count.
    error: () => {},
  });
  const { codec, codedWidth, codedHeight, description, colorSpace } = order.config;
  decoder.configure({
    ...{ codec, codedWidth, codedHeight, hardwareAcceleration: 'prefer-software' },
    ...(description && { description }),
  });
  for (const [index, data] of order.packets.entries())
    decoder.decode(new EncodedVideoChunk({ type: index === 0 ? 'key' : 'delta', timestamp: index, data }));
  await decoder.flush().catch(() => {});
  const frame = last as Frame | null;
  if (frame === null || frame.codedWidth * frame.codedHeight > decodedPixelsMax || !frame.format) return null;
  const bytes = new Uint8Array(frame.allocationSize());
  const layout = await frame.copyTo(bytes);
  const said = frame.colorSpace;
  const made = framePixels(
    {
      ...{ format: frame.format, bytes, layout },
      widthPx: frame.visibleRect.width,
      heightPx: frame.visibleRect.height,
      matrix: said.matrix ?? colorSpace?.matrix ?? null,
      fullRange: said.fullRange ?? colorSpace?.fullRange ?? false,
    },
    order,
  );
  return made?.pixels ?? null;
}
