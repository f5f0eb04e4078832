import { DTYPES, type DType } from '#tensor';
import { TYPE_CLASS } from './schema';

const VERSION_1 = 0x10;

/** IEEE formats: sign bit, then exponent place, exponent bits, mantissa place, mantissa bits, exponent bias. */
const FLOATS: Partial<Record<DType, readonly [number, number, number, number, number, number]>> = {
  float16: [15, 10, 5, 0, 10, 15],
  float32: [31, 23, 8, 0, 23, 127],
  float64: [63, 52, 11, 0, 52, 1023],
};

/** The little-endian datatype message (without its padding). `bool` is written as uint8. */
export function encodeDatatype(dtype: DType): Uint8Array {
  const { bytes } = DTYPES[dtype];
  const float = FLOATS[dtype];
  const precision = [0, 0, (bytes * 8) & 255, 0];
  if (!float) {
    const signed = dtype.startsWith('int') ? 0x08 : 0;
    return Uint8Array.of(
      VERSION_1 | TYPE_CLASS.integer,
      signed,
      0,
      0,
      bytes,
      0,
      0,
      0,
      ...precision,
    );
  }
  const [sign, exponentAt, exponentBits, mantissaAt, mantissaBits, bias] = float;
  const impliedOne = 0x20;
  return Uint8Array.of(
    ...[VERSION_1 | TYPE_CLASS.float, impliedOne, sign, 0],
    ...[bytes, 0, 0, 0],
    ...precision,
    ...[exponentAt, exponentBits, mantissaAt, mantissaBits],
    ...[bias & 255, bias >> 8, 0, 0],
  );
}
