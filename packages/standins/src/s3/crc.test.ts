import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import cases from './crc.cases.json' with { type: 'json' };
import { type CrcName, combineCrcs, createCrc } from './crc.ts';

function crc(name: CrcName, ...pieces: Uint8Array[]): Buffer {
  const check = createCrc(name);
  for (const piece of pieces) check.update(piece);
  return check.digest();
}

const bytes = fc.uint8Array({ maxLength: 100 });

describe.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)('%s', (name) => {
  test('has its published check value', () => {
    expect(crc(name, Buffer.from(cases.text)).toString('hex')).toBe(cases.checks[name]);
  });

  test('does not depend on how the bytes are cut', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(crc(name, a, b)).toEqual(crc(name, Buffer.concat([a, b])));
      }),
    );
  });

  test('of joined pieces follows from those of the pieces', () => {
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 6 }), (pieces) => {
        const parts = pieces.map((piece) => ({ digest: crc(name, piece), sizeBytes: piece.length }));
        expect(combineCrcs(name, parts)).toEqual(crc(name, ...pieces));
      }),
    );
  });
});
