/** Inputs as the placeholders of a signature take them, with TensorFlow's messages for those that do not fit. */
import { NotImplementedError, PythonError, PyTypeError, ValueError } from '#errors';
import type { SignatureDef, TensorInfo, TensorShapeProto } from '#formats/saved-model/schema';
import { DTYPES, formatTuple, type DType, type NDArray } from '#tensor';
import { dataTypeName, pythonTypeName } from './data-types';
import { asArray, type Value } from './expressions';
import { sortedTexts } from './python-text';

class InvalidArgumentError extends PythonError {
  override readonly name = 'tensorflow.python.framework.errors_impl.InvalidArgumentError';
}

/** @throws ValueError naming the keys that there are */
export function checkKeys(signature: SignatureDef, values: ReadonlyMap<string, Value>): void {
  const keys = sortedTexts(Object.keys(signature.inputs));
  const wrong = [...values.keys()].find((key) => !keys.includes(key));
  if (wrong === undefined) return;
  throw new ValueError(
    `"${wrong}" is not a valid input key. Please choose from "${keys.join('", "')}", or use --show option.`,
  );
}

/** @throws ValueError, TypeError, InvalidArgumentError; NotImplementedError for types without arrays here */
export function feed(
  signature: SignatureDef,
  values: ReadonlyMap<string, Value>,
): Map<string, NDArray> {
  const fed = new Map(
    [...values].map(([key, value]) => [key, convert(value, signature.inputs[key]!)]),
  );
  const missing = sortedTexts(Object.keys(signature.inputs)).find((key) => !fed.has(key));
  if (missing === undefined) return fed;
  throw notFed(signature.inputs[missing]!);
}

function convert(value: Value, info: TensorInfo): NDArray {
  const dtype = dtypeOf(info);
  checkRange(value, dtype, info);
  const array = asArray(value, dtype);
  if (fits(array.shape, info.tensorShape)) return array;
  throw new ValueError(
    `Cannot feed value of shape ${formatTuple(array.shape)} for Tensor ${nameOf(info)}, which has shape ${shapeText(info.tensorShape)}`,
  );
}

function dtypeOf(info: TensorInfo): DType {
  const name = pythonTypeName(info.dtype);
  if (name !== undefined && Object.hasOwn(DTYPES, name)) return name as DType;
  throw new NotImplementedError(
    `${nameOf(info)} is of type ${dataTypeName(info.dtype) ?? info.dtype}, which cannot be given here.`,
    {
      place: nameOf(info),
      hint: 'Run this signature in Python, or export one that takes numbers.',
    },
  );
}

/** A plain whole number must come back as what it was. */
function checkRange(value: Value, dtype: DType, info: TensorInfo): void {
  if (value.kind !== 'int' || asArray(value, dtype).item() === value.value) return;
  if (DTYPES[dtype].isFloat) return;
  throw new PyTypeError(
    `Type of feed value ${value.value} with type <class 'int'> is not compatible with Tensor type <class 'numpy.${pythonTypeName(info.dtype)}'>. Try explicitly setting the type of the feed tensor to a larger type (e.g. int64).`,
  );
}

function fits(shape: readonly number[], wanted: TensorShapeProto | undefined): boolean {
  if (wanted?.unknownRank) return true;
  const dims = wanted?.dim ?? [];
  return (
    dims.length === shape.length &&
    dims.every(({ size }, i) => size < 0n || Number(size) === shape[i])
  );
}

function nameOf({ encoding }: TensorInfo): string {
  return encoding.case === 'name' ? encoding.value : '';
}

function shapeText(shape: TensorShapeProto | undefined): string {
  if (shape?.unknownRank) return '<unknown>';
  return formatTuple(shape?.dim.map(({ size }) => (size < 0n ? 'None' : String(size))) ?? []);
}

/** C++'s names of types, and its way of writing shapes. */
function notFed(info: TensorInfo): InvalidArgumentError {
  const node = nameOf(info).replace(/:\d+$/, '');
  const type = dataTypeName(info.dtype)?.slice('DT_'.length).toLowerCase() ?? String(info.dtype);
  const dims = info.tensorShape?.dim.map(({ size }) => (size < 0n ? '?' : String(size))) ?? [];
  const shape = dims.length > 0 ? ` and shape [${dims.join(',')}]` : '';
  return new InvalidArgumentError(
    `You must feed a value for placeholder tensor '${node}' with dtype ${type}${shape}\n\t [[{{node ${node}}}]]`,
  );
}
