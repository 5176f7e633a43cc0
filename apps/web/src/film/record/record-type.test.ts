import { expect, it } from 'vitest';
import { bestRecordType } from './record-type.ts';

const recordsOnly = (...known: string[]) => bestRecordType((type) => known.includes(type));

it('prefers what plays everywhere', () => {
  expect(recordsOnly('video/webm;codecs=vp8,opus', 'video/mp4;codecs=avc1.42E01F,mp4a.40.2')).toBe(
    'video/mp4;codecs=avc1.42E01F,mp4a.40.2',
  );
});

it('prefers the smaller WebM', () => {
  expect(recordsOnly('video/webm', 'video/webm;codecs=vp8,opus', 'video/webm;codecs=vp9,opus')).toBe(
    'video/webm;codecs=vp9,opus',
  );
});

it('has nothing for a browser that records none of them', () => {
  expect(recordsOnly('video/x-matroska;codecs=avc1')).toBeNull();
});
