/** TensorProto: the value of a constant, as raw bytes, as a list, or as one element that fills the shape. */
import { ValueError } from '#errors';
import { DTYPES, NDArray, sizeOf, type DType, type TypedArray } from '#tensor';
import { DataType, listedValues, type TensorProto } from '../schema';
import { checkedShape, specDType } from './specs';

/** What all constants of one SavedModel may take: few bytes of a file can name a huge array of one value. */
const MAX_BYTES = 2 ** 27;

export class ConstantReader {
  readonly #arrays = new Map<TensorProto, NDArray>();
  #filled = 0;

  /**
   * The same array each time.
   * @param place for messages
   * @throws ValueError when shape and elements do not fit; NotImplementedError for other element types
   */
  array(proto: TensorProto, place: string): NDArray {
    const known = this.#arrays.get(proto);
    if (known) return known;
    const array = this.#read(proto, place);
    this.#arrays.set(proto, array);
    return array;
  }

  #read(proto: TensorProto, place: string): NDArray {
    const dtype = specDType(proto.dtype, place) as DType;
    const shape = fixedShape(proto, place);
    const count = sizeOf(shape);
    const { bytes } = DTYPES[dtype];
    const content = proto.tensorContent;
    if (content.length > 0) {
      if (content.length !== count * bytes) throw wrongCount(place, shape, content.length / bytes);
      return new NDArray(fromBytes(content, count, dtype), shape, dtype);
    }
    const values = listedValues(proto);
    if (values.length > count) throw wrongCount(place, shape, values.length);
    this.#spend((count - values.length) * bytes, place);
    return new NDArray(filled(values, count, dtype), shape, dtype);
  }

  #spend(bytes: number, place: string): void {
    this.#filled += bytes;
    if (this.#filled <= MAX_BYTES) return;
    throw new ValueError(
      `${place} is a constant of one value that would fill more than ${MAX_BYTES / 2 ** 20} MB of memory.`,
      { place, hint: 'No model needs that; the file is damaged, or made to do harm.' },
    );
  }
}

/** The elements of a constant of strings; an element that fills the shape stands once. */
export function stringsOf(proto: TensorProto): readonly Uint8Array[] {
  return proto.stringVal;
}

export function isStrings(proto: TensorProto): boolean {
  return proto.dtype === DataType.DT_STRING;
}

function fixedShape(proto: TensorProto, place: string): readonly number[] {
  const shape = checkedShape(proto.tensorShape, place) ?? [];
  if (!shape.includes(null)) return shape as readonly number[];
  throw new ValueError(`${place} is a constant whose shape is not known.`, { place });
}

function fromBytes(content: Uint8Array, count: number, dtype: DType): TypedArray {
  const out = new DTYPES[dtype].array(count);
  new Uint8Array(out.buffer).set(content);
  return out;
}

/** The last value stands for all that are not there, zero where there is none. */
function filled(values: readonly (number | bigint)[], count: number, dtype: DType): TypedArray {
  const out = new DTYPES[dtype].array(count) as TypedArray & { fill(value: unknown): void };
  values.forEach((value, i) => (out[i] = value));
  const last = values.at(-1);
  if (last !== undefined && count > values.length) out.fill(last as never, values.length);
  return out;
}

function wrongCount(place: string, shape: readonly number[], count: number): ValueError {
  return new ValueError(
    `${place} is a constant of shape (${shape.join(', ')}), but the file holds ${count} elements for it.`,
    { place, hint: 'The file is damaged. Export the model again, or take a fresh copy.' },
  );
}
