import { acceptFilm, bytesReader } from '@backlot/core';
import { BufferSource } from 'mediabunny';
import { describe, expect, it } from 'vitest';
import { probeFilm } from './probe.ts';
import { sampleBytes, sampleFilms, slowFilm } from './testing/films.ts';

const codecs: Record<string, string> = { h264: 'avc', hevc: 'hevc', av1: 'av1', vp9: 'vp9', aac: 'aac' };

function probe(bytes: Uint8Array, decodes?: 'yes' | 'no') {
  return probeFilm(new BufferSource(bytes), bytesReader(bytes), decodes && (async () => decodes));
}

describe('what is read from a film', () => {
  for (const entry of sampleFilms()) {
    it(`is what is known of ${entry.file}`, async () => {
      const read = await probe(sampleBytes(entry.file));
      const judged = acceptFilm(read.probe);
      // Whether pictures decode is tried in the browser only.
      expect(judged.ok).toBe(entry.opens);
      if (!judged.ok) {
        expect(judged.rule).toBe('truncated');
        return;
      }
      const { facts } = judged;
      const video = entry.streams?.find((stream) => stream.type === 'video');
      const audio = entry.streams?.find((stream) => stream.type === 'audio');
      expect(facts).toMatchObject({
        sizeBytes: entry.bytes,
        widthPx: video?.width,
        heightPx: video?.height,
        videoCodec: codecs[video?.codec ?? ''],
        audioCodec: audio ? codecs[audio.codec ?? ''] : null,
        rotationDeg: entry.file === 'dolbyVision-hdr.MOV' ? 90 : 0,
      });
      expect(entry.container?.split(',')).toContain(facts.container === 'mp4' ? 'mp4' : facts.container);
      expect(Math.abs(facts.durationMs - (entry.duration_s ?? 0) * 1000)).toBeLessThan(100);
      expect(facts.frameRate).toBeCloseTo(video?.fps ?? 0, 0);
    });
  }

  it('tells which films say where they were made', async () => {
    const telling: string[] = [];
    for (const { file } of sampleFilms())
      if ((await probe(sampleBytes(file))).probe.hasLocation) telling.push(file);
    expect(telling).toEqual(['dolbyVision-hdr.MOV', 'sample.mp4', 'sample_av1.mp4']);
  });

  it('leaves a film without private data alone', async () => {
    expect((await probe(sampleBytes('sample_fragmented.mp4'))).erasures).toEqual([]);
  });

  it('judges a film by its packets when its header says something else', async () => {
    const { probe: read } = await probe(slowFilm());
    expect(acceptFilm(read)).toMatchObject({ ok: false, rule: 'too_long' });
  });

  it('takes the word of whoever tried the pictures', async () => {
    const { probe: read } = await probe(sampleBytes('invalid-bitstream.webm'), 'no');
    expect(acceptFilm(read)).toMatchObject({ ok: false, rule: 'undecodable' });
  });

  it('answers for any bytes, and accepts no film that was cut', async () => {
    for (const file of [
      'sample.mp4',
      'sample_av1.mp4',
      'bear-vp9.webm',
      'dolbyVision-hdr.MOV',
      'sample_fragmented.mp4',
    ]) {
      const whole = sampleBytes(file);
      for (const share of [0, 0.0001, 0.001, 0.01, 0.3, 0.5, 0.9, 0.999]) {
        const cut = whole.subarray(0, Math.floor(whole.length * share));
        expect([file, share, acceptFilm((await probe(cut)).probe).ok]).toEqual([file, share, false]);
      }
      for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 40)) {
        const hurt = Buffer.from(whole).fill(0xff, at, at + 9);
        await probe(hurt);
      }
    }
  });
});
