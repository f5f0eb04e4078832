/** Common dtypes, as `keras.ops` finds them for operands of different types. */
import { asTensor, SymbolicTensor, type Operand } from '#graph';
import { DTYPES, type DType } from '#tensor';

/** The dtype that both convert to: any float wins over integers, float32 at least; else the wider one. */
export function resultType(a: DType, b: DType): DType {
  if (a === b) return a;
  const [floatA, floatB] = [DTYPES[a].isFloat, DTYPES[b].isFloat];
  if (floatA !== floatB) return floatA ? a : b;
  if (a === 'bool') return b;
  if (b === 'bool') return a;
  const [wide, narrow] = DTYPES[a].bytes >= DTYPES[b].bytes ? [a, b] : [b, a];
  if (floatA || isUnsigned(wide) === isUnsigned(narrow)) return wide;
  if (!isUnsigned(wide) && DTYPES[wide].bytes > DTYPES[narrow].bytes) return wide;
  return DTYPES[wide].bytes === 1 ? 'int16' : DTYPES[wide].bytes === 2 ? 'int32' : 'int64';
}

/** The operands with one dtype. Numbers take that of the tensor beside them. */
export function promote(x: Operand, y: Operand): readonly [Operand, Operand] {
  const [left, right] = [typed(x), typed(y)];
  if (!left || !right || left.dtype === right.dtype) return [x, y];
  const dtype = resultType(left.dtype, right.dtype);
  return [left.astype(dtype), right.astype(dtype)];
}

/** A float32 tensor from integers; floats stay as they are. */
export function asFloat(x: Operand): SymbolicTensor {
  const tensor = asTensor(x);
  return DTYPES[tensor.dtype].isFloat ? tensor : tensor.astype('float32');
}

function typed(operand: Operand): SymbolicTensor | undefined {
  if (operand instanceof SymbolicTensor) return operand;
  const isVariable = typeof operand === 'object' && 'trainable' in operand;
  return isVariable ? asTensor(operand) : undefined;
}

function isUnsigned(dtype: DType): boolean {
  return dtype.startsWith('uint');
}
