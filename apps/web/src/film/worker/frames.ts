import { type FilmProbe, posterMomentSeconds } from '@backlot/core';
import { type EncodedPacket, EncodedPacketSink, type InputVideoTrack, VideoSample } from 'mediabunny';

/** The first picture and one near the middle, as far as this browser can decode them. The caller closes them. */
export interface Pictures {
  decodes: FilmProbe['decodes'];
  samples: VideoSample[];
}

/** How long a decoder may think about one picture; a broken stream can leave it silent for ever. */
const PICTURE_TIMEOUT_MS = 15_000;

/**
 * Decodes the first picture and the key picture before the middle. `unknown` where this browser has no decoder for the
 * codec (HEVC in many), `no` where it has one and the pictures do not decode. Transparency is left aside.
 */
export async function decodePictures(track: InputVideoTrack): Promise<Pictures> {
  if (typeof VideoDecoder === 'undefined') return { decodes: 'unknown', samples: [] };
  const config = await track.getDecoderConfig().catch(() => null);
  if (!config) return { decodes: 'no', samples: [] };
  const { supported } = await VideoDecoder.isConfigSupported(config);
  if (!supported) return { decodes: 'unknown', samples: [] };
  const samples: VideoSample[] = [];
  try {
    const rotation = await track.getRotation();
    for (const packet of await keyPackets(track)) {
      const frame = await decodeKeyPacket(packet, config);
      samples.push(new VideoSample(frame, { rotation }));
    }
    return { decodes: samples.length > 0 ? 'yes' : 'no', samples };
  } catch (error) {
    for (const sample of samples) sample.close();
    if (error instanceof DOMException && error.name === 'NotReadableError') throw error;
    return { decodes: 'no', samples: [] };
  }
}

async function keyPackets(track: InputVideoTrack): Promise<EncodedPacket[]> {
  const packets = new EncodedPacketSink(track);
  const first = await packets.getFirstKeyPacket({ verifyKeyPackets: true });
  if (!first) return [];
  const moment = posterMomentSeconds({
    startSeconds: first.timestamp,
    endSeconds: await track.computeDuration(),
  });
  const middle = await packets.getKeyPacket(moment, { verifyKeyPackets: true });
  return middle && middle.timestamp > first.timestamp ? [first, middle] : [first];
}

/** A key packet needs no other; the decoder is emptied after it, so that it holds nothing back. */
function decodeKeyPacket(packet: EncodedPacket, config: VideoDecoderConfig): Promise<VideoFrame> {
  const { promise, resolve, reject } = Promise.withResolvers<VideoFrame>();
  let frames = 0;
  const decoder = new VideoDecoder({
    output: (frame) => {
      if (frames++ === 0) resolve(frame);
      else frame.close();
    },
    error: reject,
  });
  const timer = setTimeout(() => reject(new Error('the decoder does not answer')), PICTURE_TIMEOUT_MS);
  decoder.configure(config);
  decoder.decode(packet.toEncodedVideoChunk());
  decoder.flush().then(() => reject(new Error('no picture came out')), reject);
  return promise.finally(() => {
    clearTimeout(timer);
    if (decoder.state !== 'closed') decoder.close();
  });
}
