/** Cases of a JSON fixture as calls of kernels, for tests. */
import { DataType, dataTypeNamed, type AttrValue } from '#formats/saved-model/schema';
import { decodeFloat16, encodeFloat16 } from '#tensor';
import { elementCount, newData } from '../element-types';
import { KernelCall, type KernelNode } from '../kernel';
import { makeTensor, type ElementType, type Tensor } from '../tensor';
import { isHalf } from './shared';

type JsonNumber = number | boolean | string | readonly (number | string)[];

export interface JsonTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** 64-bit integers as text; complex numbers as pairs. */
  readonly data: readonly JsonNumber[] | 'zeros';
}

type JsonAttr =
  | number
  | boolean
  | string
  | readonly number[]
  | { readonly type: string }
  | { readonly shape: readonly (number | null)[] };

export interface JsonCase {
  readonly op: string;
  readonly attrs: Readonly<Record<string, JsonAttr>>;
  readonly inputs: readonly JsonTensor[];
}

/** A tensor of the fixture; 16-bit floats are rounded to their bits. */
export function tensorFromJson({ dtype, shape, data }: JsonTensor): Tensor {
  const type = dtype as ElementType;
  const target = newData(type, elementCount(shape)) as unknown as (number | bigint)[];
  if (data === 'zeros') return makeTensor(type, shape, target as never);
  const flat = data.flat() as (number | boolean | string)[];
  const isBig = type === 'int64' || type === 'uint64';
  flat.forEach((value, i) => {
    const number = isBig ? BigInt(value) : Number(value);
    target[i] = type === 'float16' ? encodeFloat16(Number(value)) : number;
    if (type === 'bfloat16') target[i] = bfloat16Bits(Number(value));
  });
  return makeTensor(type, shape, target as never);
}

function bfloat16Bits(value: number): number {
  return new Uint32Array(Float32Array.of(value).buffer)[0]! >>> 16;
}

/** Elements as numbers that can be compared. */
export function numbersOfTensor({ dtype, data }: Tensor): number[] {
  const numbers = Array.from(data as ArrayLike<number | bigint>, Number);
  if (!isHalf(dtype)) return numbers;
  const decode = (bits: number): number => new Float32Array(Uint32Array.of(bits << 16).buffer)[0]!;
  return numbers.map(dtype === 'float16' ? decodeFloat16 : decode);
}

export function callOf({ op, attrs, inputs }: JsonCase): KernelCall {
  const attr: Record<string, AttrValue> = {};
  for (const [name, value] of Object.entries(attrs)) attr[name] = attrOf(name, value);
  const node = { name: 'it', op, attr } as KernelNode;
  return new KernelCall(node, inputs.map(tensorFromJson));
}

const FLOATS = new Set(['alpha', 'beta', 'bias', 'epsilon', 'tolerance', 'min', 'max']);

function attrOf(name: string, json: JsonAttr): AttrValue {
  return { value: attrValue(name, json) } as AttrValue;
}

function attrValue(name: string, json: JsonAttr): unknown {
  if (typeof json === 'boolean') return { case: 'b', value: json };
  if (typeof json === 'string') return { case: 's', value: new TextEncoder().encode(json) };
  if (typeof json === 'number') {
    return FLOATS.has(name) ? { case: 'f', value: json } : { case: 'i', value: BigInt(json) };
  }
  if (Array.isArray(json)) {
    const list = json as readonly number[];
    const value = name === 'boundaries' ? { f: list, i: [] } : { i: list.map(BigInt), f: [] };
    return { case: 'list', value };
  }
  if ('type' in (json as object)) {
    const { type } = json as { type: string };
    return { case: 'type', value: dataTypeNamed(type) ?? DataType.DT_INVALID };
  }
  const { shape } = json as { shape: readonly (number | null)[] };
  const dim = shape.map((size) => ({ size: BigInt(size ?? -1) }));
  return { case: 'shape', value: { dim, unknownRank: false } };
}
