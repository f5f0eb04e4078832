/** IEEE 754 binary16, stored as its 16 bits. */
const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

export function decodeFloat16(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, decodeOne);
}

export function encodeFloat16(values: ArrayLike<number>): Uint16Array {
  return Uint16Array.from(values, encodeOne);
}

function decodeOne(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Rounds to nearest, ties to even. */
function encodeOne(value: number): number {
  float[0] = value;
  const sign = (bits[0]! >>> 16) & 0x8000;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  if (size < 2 ** -14) return sign | roundEven(size * 2 ** 24);
  const exponent = ((bits[0]! >>> 23) & 255) - 127;
  return sign | (((exponent + 15) << 10) + roundEven((size / 2 ** exponent - 1) * 1024));
}

function roundEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
