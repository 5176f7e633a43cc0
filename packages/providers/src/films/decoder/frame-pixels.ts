import type { DecoderOrder, Picture } from './order.ts';

/** A decoded frame as its decoder keeps it: brightness and two colours, each a plane. */
export type DecodedFrame = {
  /** By the names of WebCodecs: `I420`, `I422P10`, `NV12` … */
  format: string;
  widthPx: number;
  heightPx: number;
  bytes: Uint8Array;
  layout: readonly { offset: number; stride: number }[];
  matrix: string | null;
  fullRange: boolean;
};

/**
 * Makes red, green and blue of a frame, scaled to the order's measures and turned as it says. Decoders' own conversions take
 * every film for one of standard definition, which tints all others.
 * @returns null for a format that is not known here
 */
export function framePixels(
  frame: DecodedFrame,
  { widthPx, heightPx, rotationDeg }: Pick<DecoderOrder, 'widthPx' | 'heightPx' | 'rotationDeg'>,
): Picture | null {
  const planes = planesOf(frame);
  if (planes === null) return null;
  const lying = rotationDeg === 90 || rotationDeg === 270;
  const [width, height] = lying ? [heightPx, widthPx] : [widthPx, heightPx];
  const [y, u, v] = planes.of.map((plane) => scaled(plane, width, height)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const convert = colourOf(frame, planes.bits);
  const pixels = new Uint8Array(widthPx * heightPx * 3);
  for (let row = 0, from = 0; row < height; row += 1)
    for (let column = 0; column < width; column += 1, from += 1) {
      const [right, down] = turned(column, row, width, height, rotationDeg);
      convert(y[from] ?? 0, u[from] ?? 0, v[from] ?? 0, pixels, (down * widthPx + right) * 3);
    }
  return { widthPx, heightPx, pixels };
}

type Plane = {
  samples: Uint8Array | Uint16Array;
  start: number;
  stride: number;
  step: number;
  width: number;
  height: number;
};

function planesOf(frame: DecodedFrame): { of: Plane[]; bits: number } | null {
  const known = /^I4(?<sampling>20|22|44)A?(?:P(?<bits>10|12))?$/.exec(frame.format)?.groups;
  const interleaved = frame.format === 'NV12';
  if (!known && !interleaved) return null;
  const bits = Number(known?.bits ?? 8);
  const sampling = known?.sampling ?? '20';
  const halves = { width: sampling === '44' ? 1 : 2, height: sampling === '20' ? 2 : 1 };
  const size = bits > 8 ? 2 : 1;
  // A view of two bytes each must begin at an even place; a copy does.
  const samples = size === 2 ? new Uint16Array(frame.bytes.slice().buffer) : frame.bytes;
  const of = [0, 1, 2].map((index): Plane => {
    const { offset, stride } = frame.layout[interleaved ? Math.min(index, 1) : index] ?? {
      offset: 0,
      stride: 0,
    };
    const part = index === 0 ? { width: 1, height: 1 } : halves;
    return {
      samples,
      start: offset / size + (interleaved && index === 2 ? 1 : 0),
      stride: stride / size,
      step: interleaved && index > 0 ? 2 : 1,
      width: Math.ceil(frame.widthPx / part.width),
      height: Math.ceil(frame.heightPx / part.height),
    };
  });
  return { of, bits };
}

/** A plane in other measures: first every row, then every column. */
function scaled(plane: Plane, width: number, height: number): Float32Array {
  const across = weightsOf(plane.width, width);
  const rows = new Float32Array(width * plane.height);
  for (let row = 0; row < plane.height; row += 1)
    for (let column = 0; column < width; column += 1) {
      const { first, weights } = across[column] as Weights;
      let sum = 0;
      for (let index = 0; index < weights.length; index += 1) {
        const at = plane.start + row * plane.stride + (first + index) * plane.step;
        sum += (weights[index] ?? 0) * (plane.samples[at] ?? 0);
      }
      rows[row * width + column] = sum;
    }
  const down = weightsOf(plane.height, height);
  const made = new Float32Array(width * height);
  for (let row = 0; row < height; row += 1) {
    const { first, weights } = down[row] as Weights;
    for (let index = 0; index < weights.length; index += 1) {
      const from = (first + index) * width;
      for (let column = 0; column < width; column += 1) {
        const at = row * width + column;
        made[at] = (made[at] ?? 0) + (weights[index] ?? 0) * (rows[from + column] ?? 0);
      }
    }
  }
  return made;
}

type Weights = { first: number; weights: number[] };

/** What each sample of a line of `to` is made of: its neighbours in a line of `from`, less the further away they are. */
function weightsOf(from: number, to: number): Weights[] {
  const scale = from / to;
  const reach = Math.max(1, scale);
  return Array.from({ length: to }, (_, index) => {
    const middle = (index + 0.5) * scale - 0.5;
    const first = Math.max(0, Math.ceil(middle - reach));
    const last = Math.min(from - 1, Math.floor(middle + reach));
    const raw = Array.from({ length: last - first + 1 }, (_, at) =>
      Math.max(0, 1 - Math.abs(first + at - middle) / reach),
    );
    const sum = raw.reduce((total, one) => total + one, 0);
    return sum > 0
      ? { first, weights: raw.map((one) => one / sum) }
      : { first: Math.min(from - 1, Math.max(0, Math.round(middle))), weights: [1] };
  });
}

/** Shares of red and blue in brightness: Rec. ITU-R BT.601, BT.709, BT.2020. */
const shares: Readonly<Record<string, readonly [red: number, blue: number]>> = {
  bt470bg: [0.299, 0.114],
  smpte170m: [0.299, 0.114],
  bt709: [0.2126, 0.0722],
  'bt2020-ncl': [0.2627, 0.0593],
};

/** A stream that does not say how its colours are meant is taken as players take it: by its size. */
const impliedMatrix = ({ widthPx, heightPx }: DecodedFrame): string =>
  widthPx >= 1280 || heightPx > 576 ? 'bt709' : 'smpte170m';

type Convert = (y: number, u: number, v: number, into: Uint8Array, at: number) => void;

function colourOf(frame: DecodedFrame, bits: number): Convert {
  const [red, blue] = shares[frame.matrix ?? impliedMatrix(frame)] ?? [0.2126, 0.0722];
  const unit = 2 ** (bits - 8);
  const whole = 2 ** bits - 1;
  const [black, range, chroma] = frame.fullRange ? [0, whole, whole] : [16 * unit, 219 * unit, 224 * unit];
  const grey = 128 * unit;
  return (y, u, v, into, at) => {
    const bright = (y - black) / range;
    const r = bright + (2 * (1 - red) * (v - grey)) / chroma;
    const b = bright + (2 * (1 - blue) * (u - grey)) / chroma;
    const g = (bright - red * r - blue * b) / (1 - red - blue);
    into[at] = byteOf(r);
    into[at + 1] = byteOf(g);
    into[at + 2] = byteOf(b);
  };
}

const byteOf = (share: number): number => Math.max(0, Math.min(255, Math.round(share * 255)));

/** Where a pixel of a picture of these measures comes to lie when the picture is turned. */
function turned(x: number, y: number, width: number, height: number, rotationDeg: number): [number, number] {
  if (rotationDeg === 90) return [height - 1 - y, x];
  if (rotationDeg === 180) return [width - 1 - x, height - 1 - y];
  if (rotationDeg === 270) return [y, width - 1 - x];
  return [x, y];
}
