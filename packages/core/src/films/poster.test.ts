import fc from 'fast-check';
import { expect, it } from 'vitest';
import { colourHex, isBlack, posterMomentSeconds, posterRules, posterSize } from './poster.ts';

it.each([
  [1920, 1080, 1280, 720],
  [1080, 1920, 1080, 1920],
  [2160, 3840, 1280, 2276],
  [320, 240, 320, 240],
  [10_000, 1, 1280, 1],
  [1, 10_000, 1, 2276],
])('a film of %i × %i has a poster of %i × %i', (widthPx, heightPx, ...poster) => {
  expect(Object.values(posterSize({ widthPx, heightPx }))).toEqual(poster);
});

it('keeps a poster within its measures, whatever the film', () => {
  const side = fc.integer({ min: 1, max: 20_000 });
  fc.assert(
    fc.property(side, side, (widthPx, heightPx) => {
      const poster = posterSize({ widthPx, heightPx });
      for (const px of Object.values(poster)) expect(Number.isInteger(px) && px > 0).toBe(true);
      expect(poster.widthPx).toBeLessThanOrEqual(Math.min(widthPx, posterRules.widthPxMax));
      expect(poster.heightPx).toBeLessThanOrEqual(Math.min(heightPx, posterRules.heightPxMax));
    }),
  );
});

it('shows the middle of a film, also of one that does not begin at nought', () => {
  expect(posterMomentSeconds({ startSeconds: 2, endSeconds: 8 })).toBe(5);
});

it('takes a picture for black by its brightest colour', () => {
  expect([isBlack([14, 14, 14]), isBlack([0, 0, 15])]).toEqual([true, false]);
  expect(colourHex([255, 8.4, 0])).toBe('#ff0800');
});
