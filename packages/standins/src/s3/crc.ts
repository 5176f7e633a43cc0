import { crc32 as zlibCrc32 } from 'node:zlib';

/**
 * Cyclic redundancy checks of S3: reflected, all ones before and after.
 * Polynomials: CRC-32/ISO-HDLC, CRC-32/ISCSI (Castagnoli), CRC-64/NVME.
 */
const polynomials = {
  CRC32: { widthBits: 32, reversed: 0xedb88320n },
  CRC32C: { widthBits: 32, reversed: 0x82f63b78n },
  CRC64NVME: { widthBits: 64, reversed: 0x9a6c9329ac4bc9b5n },
} as const;

export type CrcName = keyof typeof polynomials;

/** Takes bytes piece by piece and gives the check, big-endian. */
export interface Crc {
  update(bytes: Uint8Array): void;
  digest(): Buffer;
}

const slices = 8;

/** Tables for eight bytes at a time: `high` and `low` halves of the remainder of every byte at every place. */
function buildTables(reversed: bigint): { high: Uint32Array; low: Uint32Array } {
  const remainders: bigint[] = [];
  for (let byte = 0; byte < 256; byte++) {
    let value = BigInt(byte);
    for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ reversed : value >> 1n;
    remainders.push(value);
  }
  const high = new Uint32Array(256 * slices);
  const low = new Uint32Array(256 * slices);
  for (let byte = 0; byte < 256; byte++) {
    let value = remainders[byte] as bigint;
    for (let place = 0; place < slices; place++) {
      high[place * 256 + byte] = Number(value >> 32n);
      low[place * 256 + byte] = Number(value & 0xffffffffn);
      value = (value >> 8n) ^ (remainders[Number(value & 0xffn)] as bigint);
    }
  }
  return { high, low };
}

const tables = new Map<CrcName, { high: Uint32Array; low: Uint32Array }>();
function tablesOf(name: CrcName): { high: Uint32Array; low: Uint32Array } {
  const known = tables.get(name);
  if (known) return known;
  const built = buildTables(polynomials[name].reversed);
  tables.set(name, built);
  return built;
}

/** Advances a remainder of up to 64 bits, held as two halves, over `bytes`. */
function advance(name: CrcName, state: [number, number], bytes: Uint8Array): void {
  const { high: H, low: L } = tablesOf(name);
  let [hi, lo] = state;
  let i = 0;
  const whole = bytes.length - (bytes.length % 8);
  while (i < whole) {
    const a =
      (lo ^
        ((bytes[i] ?? 0) |
          ((bytes[i + 1] ?? 0) << 8) |
          ((bytes[i + 2] ?? 0) << 16) |
          ((bytes[i + 3] ?? 0) << 24))) >>>
      0;
    const b =
      (hi ^
        ((bytes[i + 4] ?? 0) |
          ((bytes[i + 5] ?? 0) << 8) |
          ((bytes[i + 6] ?? 0) << 16) |
          ((bytes[i + 7] ?? 0) << 24))) >>>
      0;
    const at0 = 1792 + (a & 255);
    const at1 = 1536 + ((a >>> 8) & 255);
    const at2 = 1280 + ((a >>> 16) & 255);
    const at3 = 1024 + (a >>> 24);
    const at4 = 768 + (b & 255);
    const at5 = 512 + ((b >>> 8) & 255);
    const at6 = 256 + ((b >>> 16) & 255);
    const at7 = b >>> 24;
    hi =
      (H[at0] as number) ^
      (H[at1] as number) ^
      (H[at2] as number) ^
      (H[at3] as number) ^
      (H[at4] as number) ^
      (H[at5] as number) ^
      (H[at6] as number) ^
      (H[at7] as number);
    lo =
      (L[at0] as number) ^
      (L[at1] as number) ^
      (L[at2] as number) ^
      (L[at3] as number) ^
      (L[at4] as number) ^
      (L[at5] as number) ^
      (L[at6] as number) ^
      (L[at7] as number);
    i += 8;
  }
  while (i < bytes.length) {
    const at = (lo ^ (bytes[i] as number)) & 255;
    lo = ((lo >>> 8) | (hi << 24)) ^ (L[at] as number);
    hi = (hi >>> 8) ^ (H[at] as number);
    i++;
  }
  state[0] = hi >>> 0;
  state[1] = lo >>> 0;
}

/** Starts a check. CRC32 is zlib's; the others are computed here. */
export function createCrc(name: CrcName): Crc {
  if (name === 'CRC32') {
    let value = 0;
    return {
      update: (bytes) => {
        value = zlibCrc32(bytes, value);
      },
      digest: () => toBytes(BigInt(value >>> 0), 32),
    };
  }
  const wide = polynomials[name].widthBits === 64;
  const state: [number, number] = [wide ? 0xffffffff : 0, 0xffffffff];
  return {
    update: (bytes) => advance(name, state, bytes),
    digest: () => {
      const low = BigInt(~state[1] >>> 0);
      return wide ? toBytes((BigInt(~state[0] >>> 0) << 32n) | low, 64) : toBytes(low, 32);
    },
  };
}

function toBytes(value: bigint, widthBits: 32 | 64): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes.subarray(8 - widthBits / 8);
}

/** Product of two polynomials modulo the check's (zlib's multmodp, for any width). */
function multiply(name: CrcName, a: bigint, b: bigint): bigint {
  const { widthBits, reversed } = polynomials[name];
  let product = 0n;
  let factor = b;
  for (let bit = 1n << BigInt(widthBits - 1); bit > 0n; bit >>= 1n) {
    if (a & bit) product ^= factor;
    factor = factor & 1n ? (factor >> 1n) ^ reversed : factor >> 1n;
  }
  return product;
}

/** x to the power of 8·n: what n further bytes do to a remainder. */
function shiftOf(name: CrcName, sizeBytes: number): bigint {
  const top = BigInt(polynomials[name].widthBits - 1);
  let power = 1n << top;
  let square = 1n << (top - 8n);
  for (let n = BigInt(sizeBytes); n > 0n; n >>= 1n) {
    if (n & 1n) power = multiply(name, power, square);
    square = multiply(name, square, square);
  }
  return power;
}

/** The check of pieces joined, from the check and the size of each. */
export function combineCrcs(name: CrcName, pieces: readonly { digest: Buffer; sizeBytes: number }[]): Buffer {
  const { widthBits } = polynomials[name];
  const shifts = new Map<number, bigint>();
  let joined = 0n;
  for (const { digest, sizeBytes } of pieces) {
    const shift = shifts.get(sizeBytes) ?? shiftOf(name, sizeBytes);
    shifts.set(sizeBytes, shift);
    joined = multiply(name, shift, joined) ^ BigInt(`0x${digest.toString('hex')}`);
  }
  return toBytes(joined, widthBits);
}
