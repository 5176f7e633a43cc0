import { describe, expect, test } from 'vitest';
import cases from './range.cases.json' with { type: 'json' };
import { parseCopyRange, parseRange } from './range.ts';

describe('a Range header', () => {
  test.each(cases)('$header of $sizeBytes bytes', ({ header, sizeBytes, range, refused }) => {
    if (refused) {
      expect(() => parseRange(header, sizeBytes)).toThrow(
        expect.objectContaining({ code: 'InvalidRange', status: 416 }),
      );
      return;
    }
    const [offsetBytes, lengthBytes] = range ?? [];
    expect(parseRange(header, sizeBytes)).toEqual(range ? { offsetBytes, lengthBytes } : undefined);
  });

  test('that is not there is no range', () => {
    expect(parseRange(undefined, 10)).toBeUndefined();
  });
});

test('a range of a copy lies within its source', () => {
  expect(parseCopyRange('bytes=2-9', 10)).toEqual({ offsetBytes: 2, lengthBytes: 8 });
  for (const wrong of ['bytes=2-10', 'bytes=5-2', 'bytes=2-', 'bytes=-2', '2-3']) {
    expect(() => parseCopyRange(wrong, 10)).toThrow(expect.objectContaining({ code: 'InvalidArgument' }));
  }
});
