import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import cases from './accept.cases.json' with { type: 'json' };
import { displaySize } from './facts.ts';
import { acceptFilm, type FilmProbe, filmRules } from './rules.ts';

const sound: FilmProbe = {
  sizeBytes: 1_000_000,
  container: 'mp4',
  complete: true,
  videoTrackCount: 1,
  videoCodec: 'avc',
  audioTrackCount: 1,
  audioCodec: 'aac',
  durationMs: 12_345.6,
  widthPx: 1280,
  heightPx: 720,
  rotationDeg: 90,
  frameRate: 29.970_029,
  decodes: 'yes',
  hasLocation: false,
  hasDeviceData: false,
};

describe('whether a film is accepted', () => {
  for (const one of cases) {
    it(one.name, () => {
      const judged = acceptFilm({ ...sound, ...(one.change as Partial<FilmProbe>) });
      expect(judged.ok ? null : judged.rule).toBe(one.rule);
    });
  }

  it('has a case for every rule', () => {
    expect(filmRules.filter((rule) => !cases.some((one) => one.rule === rule))).toEqual([]);
  });

  it('answers what it read, with names for the container', () => {
    expect(acceptFilm({ ...sound, container: 'mov', audioCodec: 'pcm-s24be' })).toEqual({
      ok: true,
      facts: {
        container: 'mov',
        contentType: 'video/quicktime',
        extension: 'mov',
        sizeBytes: 1_000_000,
        durationMs: 12_346,
        widthPx: 1280,
        heightPx: 720,
        rotationDeg: 90,
        videoCodec: 'avc',
        audioCodec: 'pcm',
        frameRate: 29.97,
        hasLocation: false,
        hasDeviceData: false,
      },
    });
    expect(displaySize({ widthPx: 1280, heightPx: 720, rotationDeg: 90 })).toEqual({
      widthPx: 720,
      heightPx: 1280,
    });
  });

  it('never accepts a film with a fact missing, whatever was read', () => {
    const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
    const probe = fc.record({
      sizeBytes: fc.integer({ min: 0, max: 3 * 1024 ** 3 }),
      container: maybe(fc.constantFrom('mp4' as const, 'mov' as const, 'webm' as const)),
      complete: fc.boolean(),
      videoTrackCount: fc.integer({ min: 0, max: 2 }),
      videoCodec: maybe(fc.constantFrom('avc', 'hevc', 'vp8', 'vp9', 'av1', 'prores')),
      audioTrackCount: fc.integer({ min: 0, max: 2 }),
      audioCodec: maybe(fc.constantFrom('aac', 'ac3', 'pcm-s16')),
      durationMs: maybe(fc.integer({ min: -1, max: 700_000 })),
      widthPx: maybe(fc.integer({ min: 0, max: 9000 })),
      heightPx: maybe(fc.integer({ min: 0, max: 9000 })),
      rotationDeg: fc.constantFrom(0 as const, 90 as const),
      decodes: fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const),
      hasLocation: fc.boolean(),
      hasDeviceData: fc.boolean(),
    });
    fc.assert(
      fc.property(probe, (read) => {
        const judged = acceptFilm(read);
        if (!judged.ok) return;
        const { durationMs, sizeBytes, widthPx, heightPx, container, videoCodec } = judged.facts;
        expect(durationMs > 0 && durationMs <= 600_000).toBe(true);
        expect(sizeBytes > 0 && sizeBytes <= 2 ** 31).toBe(true);
        expect(Math.min(widthPx, heightPx)).toBeGreaterThanOrEqual(16);
        expect([container, videoCodec]).not.toContain(undefined);
      }),
    );
  });
});
