import { createHash } from 'node:crypto';
import { BufferSource, EncodedPacketSink, Input, MP4, QTFF, WEBM } from 'mediabunny';

/** Every packet of picture and sound of a film: when, how long, and a hash of its bytes; and how it is turned. */
export async function packetsOf(bytes: Uint8Array): Promise<string[]> {
  using input = new Input({ source: new BufferSource(bytes), formats: [MP4, QTFF, WEBM] });
  const lines: string[] = [];
  for (const track of [...(await input.getVideoTracks()), ...(await input.getAudioTracks())]) {
    const turned = track.isVideoTrack() ? await track.getRotation() : 0;
    lines.push(`${track.type} ${await track.getCodecParameterString()} ${turned}`);
    for await (const packet of new EncodedPacketSink(track).packets()) {
      const hash = createHash('sha256').update(packet.data).digest('hex');
      lines.push(`${packet.type} ${packet.timestamp} ${packet.duration} ${hash}`);
    }
  }
  return lines;
}
