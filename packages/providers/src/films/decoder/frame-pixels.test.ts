import { describe, expect, it } from 'vitest';
import { type DecodedFrame, framePixels } from './frame-pixels.ts';

/** A frame of one colour, 4 × 2 unless said otherwise. */
function frameOf(
  [y, u, v]: readonly [number, number, number],
  over: Partial<DecodedFrame> & { widthPx?: number; heightPx?: number } = {},
): DecodedFrame {
  const { widthPx = 4, heightPx = 2 } = over;
  const quarter = Math.ceil(widthPx / 2) * Math.ceil(heightPx / 2);
  const half = Math.ceil(widthPx / 2);
  return {
    ...{ format: 'I420', widthPx, heightPx, matrix: 'bt709', fullRange: false },
    bytes: Uint8Array.from([
      ...Array(widthPx * heightPx).fill(y),
      ...Array(quarter).fill(u),
      ...Array(quarter).fill(v),
    ]),
    layout: [
      { offset: 0, stride: widthPx },
      { offset: widthPx * heightPx, stride: half },
      { offset: widthPx * heightPx + quarter, stride: half },
    ],
    ...over,
  };
}
const small = { widthPx: 4, heightPx: 2, rotationDeg: 0 } as const;
const firstOf = (frame: DecodedFrame) => [...(framePixels(frame, small)?.pixels.subarray(0, 3) ?? [])];

describe('colours', () => {
  // Digital values of pure colours, from the equations of Rec. ITU-R BT.601-7, BT.709-6 and BT.2020-2, 8 bits, rounded.
  it.each([
    ['white', 'bt709', false, [235, 128, 128], [255, 255, 255]],
    ['black', 'bt709', false, [16, 128, 128], [0, 0, 0]],
    ['red', 'bt709', false, [63, 102, 240], [255, 1, 0]],
    ['green', 'bt709', false, [173, 42, 26], [0, 255, 1]],
    ['blue', 'bt709', false, [32, 240, 118], [1, 0, 255]],
    ['red', 'smpte170m', false, [81, 90, 240], [254, 0, 0]],
    ['green', 'bt470bg', false, [145, 54, 34], [0, 255, 1]],
    ['blue', 'bt2020-ncl', false, [29, 240, 119], [1, 0, 255]],
    ['white', 'smpte170m', true, [255, 128, 128], [255, 255, 255]],
    ['grey', 'smpte170m', true, [77, 128, 128], [77, 77, 77]],
    ['grey', 'smpte170m', false, [77, 128, 128], [71, 71, 71]],
  ] as const)('%s by %s, full range %s', (_, matrix, fullRange, from, to) => {
    const made = firstOf(frameOf(from, { matrix, fullRange }));
    for (const [at, part] of to.entries()) expect(Math.abs((made[at] ?? -9) - part)).toBeLessThanOrEqual(2);
  });

  it('that nothing is said of are those of the size', () => {
    const red709 = [63, 102, 240] as const;
    const pure = (made: number[]) => (made[0] ?? 0) > 250 && (made[1] ?? 9) < 4 && (made[2] ?? 9) < 4;
    const tall = frameOf(red709, { matrix: null, widthPx: 4, heightPx: 720 });
    expect(pure(firstOf(tall))).toBe(true);
    expect(pure(firstOf(frameOf(red709, { matrix: null })))).toBe(false);
  });

  it('of ten bits are the same', () => {
    const eight = frameOf([63, 102, 240]);
    const bytes = new Uint8Array(Uint16Array.from(eight.bytes, (sample) => sample * 4).buffer);
    const layout = eight.layout.map(({ offset, stride }) => ({ offset: offset * 2, stride: stride * 2 }));
    expect(firstOf({ ...eight, format: 'I420P10', bytes, layout })).toEqual(firstOf(eight));
  });

  it('of two colours in one plane are the same', () => {
    const apart = frameOf([63, 102, 240]);
    const bytes = Uint8Array.from([...Array(8).fill(63), 102, 240, 102, 240]);
    const layout = [
      { offset: 0, stride: 4 },
      { offset: 8, stride: 4 },
    ];
    expect(firstOf({ ...apart, format: 'NV12', bytes, layout })).toEqual(firstOf(apart));
  });

  it('of a format that is not known are none', () => {
    expect(framePixels(frameOf([0, 0, 0], { format: 'BGRA' }), small)).toBeNull();
  });
});

describe('measures', () => {
  /** Grey from 0 to 7 in steps of 30, row by row. */
  const steps = frameOf([0, 128, 128], { fullRange: true });
  steps.bytes.set([0, 30, 60, 90, 120, 150, 180, 210]);
  const greys = (widthPx: number, heightPx: number, rotationDeg: 0 | 90 | 180 | 270) => {
    const { pixels } = framePixels(steps, { widthPx, heightPx, rotationDeg }) ?? { pixels: [] };
    return [...pixels].filter((_, at) => at % 3 === 0);
  };

  it('that are the same leave every pixel as it is', () => {
    expect(greys(4, 2, 0)).toEqual([0, 30, 60, 90, 120, 150, 180, 210]);
  });

  it('are turned clockwise', () => {
    expect(greys(2, 4, 90)).toEqual([120, 0, 150, 30, 180, 60, 210, 90]);
    expect(greys(4, 2, 180)).toEqual([210, 180, 150, 120, 90, 60, 30, 0]);
    expect(greys(2, 4, 270)).toEqual([90, 210, 60, 180, 30, 150, 0, 120]);
  });

  it('that are smaller take the mean of what they stand for', () => {
    expect(greys(1, 1, 0)).toEqual([105]);
    const [left = 0, right = 0] = greys(2, 1, 0);
    expect(left).toBeLessThan(right);
    expect(Math.round((left + right) / 2)).toBe(105);
  });

  it('that are odd have all their colours', () => {
    const odd = frameOf([63, 102, 240], { widthPx: 3, heightPx: 3 });
    const { pixels } = framePixels(odd, { widthPx: 3, heightPx: 3, rotationDeg: 0 }) ?? { pixels: [] };
    expect(pixels).toHaveLength(27);
    for (let at = 0; at < 27; at += 3) expect(pixels[at]).toBeGreaterThan(250);
  });
});
