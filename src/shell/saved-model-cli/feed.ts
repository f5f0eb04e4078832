/** Inputs as the placeholders of a signature take them, with TensorFlow's messages for those that do not fit. */
import { NotImplementedError, PythonError, PyTypeError, ValueError } from '#errors';
import {
  dataTypeName,
  dtypeOf,
  pythonTypeName,
  type SignatureDef,
  type TensorInfo,
} from '#formats/saved-model/schema';
import { fitsShape, printShape } from '#graph';
import { DTYPES, formatTuple, type DType, type NDArray } from '#tensor';
import { asArray, type Value } from './expressions';
import { sortedTexts } from './python-text';
import { strOf } from './python-value';
import { decodeShape } from './structured-value';

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
  const dtype = arrayType(info);
  checkRange(value, dtype, info);
  const array = asArray(value, dtype);
  const wanted = decodeShape(info.tensorShape);
  if (!wanted.dims || fitsShape(array.shape, wanted.dims)) return array;
  throw new ValueError(
    `Cannot feed value of shape ${formatTuple(array.shape)} for Tensor ${nameOf(info)}, which has shape ${strOf(wanted)}`,
  );
}

function arrayType(info: TensorInfo): DType {
  const dtype = dtypeOf(info.dtype);
  if (dtype !== undefined) return dtype;
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

function nameOf({ encoding }: TensorInfo): string {
  return encoding.case === 'name' ? encoding.value : '';
}

/** C++'s names of types, and its way of writing shapes. */
function notFed(info: TensorInfo): InvalidArgumentError {
  const node = nameOf(info).replace(/:\d+$/, '');
  const type = dataTypeName(info.dtype)?.slice('DT_'.length).toLowerCase() ?? String(info.dtype);
  const { dims = [] } = decodeShape(info.tensorShape);
  const shape = dims.length > 0 ? ` and shape ${printShape(dims)}` : '';
  return new InvalidArgumentError(
    `You must feed a value for placeholder tensor '${node}' with dtype ${type}${shape}\n\t [[{{node ${node}}}]]`,
  );
}
