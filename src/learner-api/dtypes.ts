/** The element types under the names that NumPy and TensorFlow share: `np.float32` is the string `'float32'`. */
import type { DType } from '#tensor';

export const dtypes = {
  bool: 'bool',
  uint8: 'uint8',
  int8: 'int8',
  uint16: 'uint16',
  int16: 'int16',
  uint32: 'uint32',
  int32: 'int32',
  int64: 'int64',
  float16: 'float16',
  float32: 'float32',
  float64: 'float64',
} as const satisfies Record<string, DType>;
