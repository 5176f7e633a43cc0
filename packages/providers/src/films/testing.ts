import { type EncodedVideoChunk, VideoEncoder, VideoFrame } from '@napi-rs/webcodecs';
import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Output, WebMOutputFormat } from 'mediabunny';

/** A film in VP8 of one key frame and 25 frames a second, each of one colour, as its bytes. */
export async function filmOfColours(
  colours: readonly (readonly [red: number, green: number, blue: number])[],
  { widthPx = 64, heightPx = 48 } = {},
): Promise<Buffer> {
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const source = new EncodedVideoPacketSource('vp8');
  output.addVideoTrack(source, { frameRate: 25 });
  await output.start();
  const config = { codec: 'vp8', codedWidth: widthPx, codedHeight: heightPx };
  const packets: EncodedPacket[] = [];
  const encoder = new VideoEncoder({
    output(chunk: EncodedVideoChunk) {
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      packets.push(new EncodedPacket(data, chunk.type, chunk.timestamp / 1e6, 0.04));
    },
    error(error: Error) {
      throw error;
    },
  });
  encoder.configure({ codec: 'vp8', width: widthPx, height: heightPx, bitrate: 500_000 });
  for (const [index, colour] of colours.entries()) {
    const pixels = new Uint8Array(widthPx * heightPx * 4).map((_, at) => colour[at % 4] ?? 255);
    const frame = new VideoFrame(pixels, {
      ...{ format: 'RGBA', codedWidth: widthPx, codedHeight: heightPx },
      timestamp: index * 40_000,
    });
    encoder.encode(frame, { keyFrame: index === 0 });
    frame.close();
  }
  await encoder.flush();
  encoder.close();
  for (const [index, packet] of packets.entries())
    await source.add(packet, index === 0 ? { decoderConfig: config } : undefined);
  await output.finalize();
  return Buffer.from(target.buffer ?? new ArrayBuffer(0));
}
