/** The numbers that a flatbuffer's tables and vectors hold: width in bytes, range, how they are read. */
export type ScalarType =
  | 'bool'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'float32'
  | 'float64';

export const WIDTHS: Readonly<Record<ScalarType, 1 | 2 | 4 | 8>> = {
  bool: 1,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  float32: 4,
  float64: 8,
};

/** The number at a byte that has been checked; 64-bit integers above 2^53 become the nearest double. */
export function readScalar(view: DataView, at: number, type: ScalarType): number {
  switch (type) {
    case 'bool':
      return view.getUint8(at) === 0 ? 0 : 1;
    case 'int8':
      return view.getInt8(at);
    case 'uint8':
      return view.getUint8(at);
    case 'int16':
      return view.getInt16(at, true);
    case 'uint16':
      return view.getUint16(at, true);
    case 'int32':
      return view.getInt32(at, true);
    case 'uint32':
      return view.getUint32(at, true);
    case 'int64':
      return Number(view.getBigInt64(at, true));
    case 'uint64':
      return Number(view.getBigUint64(at, true));
    case 'float32':
      return view.getFloat32(at, true);
    case 'float64':
      return view.getFloat64(at, true);
    default:
      return type satisfies never;
  }
}

/** Whether the type can hold this number; floats hold any, rounded. */
export function fits(value: number, type: ScalarType): boolean {
  if (type === 'float32' || type === 'float64') return true;
  if (type === 'bool') return value === 0 || value === 1;
  const bits = 8 * WIDTHS[type];
  const isSigned = !type.startsWith('u');
  const low = isSigned ? -(2 ** (bits - 1)) : 0;
  const high = isSigned ? 2 ** (bits - 1) : 2 ** bits;
  return Number.isInteger(value) && value >= low && value < high;
}
