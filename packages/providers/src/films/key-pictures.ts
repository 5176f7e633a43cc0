import { posterMomentSeconds, posterSize } from '@backlot/core';
import { type EncodedPacket, EncodedPacketSink, type Input, type InputVideoTrack } from 'mediabunny';
import { type DecoderOrder, decodedPixelsMax } from './decoder/order.ts';

/** What is handed to the decoder for one picture, at most. */
const packetBytesMax = 16 * 1024 ** 2;
/** Two seconds at 30 frames: fades from black are over by then. */
const packetsMax = 60;

/**
 * Orders for the pictures that a poster may be made of, the best first: the key picture before the middle, the first one, and
 * what is seen about two seconds after it. Few packets each, however long the film.
 */
export async function* posterOrders(input: Input): AsyncGenerator<DecoderOrder> {
  const track = await input.getPrimaryVideoTrack();
  const order = track && (await orderOf(track));
  if (!track || !order) return;
  const sink = new EncodedPacketSink(track);
  const first = await sink.getFirstKeyPacket(verified);
  if (!first || first.byteLength > packetBytesMax) return;
  const middle = await middlePacket(track, sink, first).catch(() => null);
  if (middle) yield { ...order, packets: [middle.data] };
  yield { ...order, packets: [first.data] };
  yield { ...order, packets: await following(sink, first) };
}

const verified = { verifyKeyPackets: true };

async function orderOf(track: InputVideoTrack): Promise<Omit<DecoderOrder, 'packets'> | null> {
  const config = await track.getDecoderConfig();
  const [codedWidth, codedHeight] = [await track.getCodedWidth(), await track.getCodedHeight()];
  if (!config || !(codedWidth * codedHeight <= decodedPixelsMax)) return null;
  const { codec, description, colorSpace } = config;
  return {
    config: {
      ...{ codec, codedWidth, codedHeight },
      description: description ? plainBytes(description) : null,
      colorSpace: colorSpace ? { matrix: colorSpace.matrix, fullRange: colorSpace.fullRange } : null,
    },
    ...posterSize({ widthPx: await track.getDisplayWidth(), heightPx: await track.getDisplayHeight() }),
    rotationDeg: await track.getRotation(),
  };
}

const plainBytes = (given: AllowSharedBufferSource): Uint8Array =>
  ArrayBuffer.isView(given)
    ? new Uint8Array(given.buffer, given.byteOffset, given.byteLength).slice()
    : new Uint8Array(given).slice();

/** The key packet before the middle; null when that is the first one. A long film in fragments may be too long to look. */
async function middlePacket(
  track: InputVideoTrack,
  sink: EncodedPacketSink,
  first: EncodedPacket,
): Promise<EncodedPacket | null> {
  const endSeconds = await track.computeDuration();
  const moment = posterMomentSeconds({ startSeconds: first.timestamp, endSeconds });
  const middle = await sink.getKeyPacket(moment, verified);
  return middle && middle.timestamp > first.timestamp && middle.byteLength <= packetBytesMax ? middle : null;
}

async function following(sink: EncodedPacketSink, first: EncodedPacket): Promise<Uint8Array[]> {
  const packets = [first.data];
  let bytes = first.byteLength;
  for (let packet: EncodedPacket | null = first; packets.length < packetsMax; ) {
    packet = await sink.getNextPacket(packet);
    if (packet === null || bytes + packet.byteLength > packetBytesMax) break;
    bytes += packet.byteLength;
    packets.push(packet.data);
  }
  return packets;
}
