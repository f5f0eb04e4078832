/** How an op is declared: its inputs and attributes with TensorFlow's names, and what comes out. */
import { DTYPES, type DType, type NDArray } from '#tensor';
import type { AttrValue, Shape, TensorSpec } from './graph';

export type Attrs = Readonly<Record<string, AttrValue>>;

/** What a shape function may ask about the node. */
export interface InferContext {
  readonly inputs: readonly TensorSpec[];
  readonly attrs: Attrs;
  /** Shape of input i. */
  shape(i: number): Shape;
  /** Value of input i as integers where it is a constant (a scalar gives one), else undefined. */
  constant(i: number): readonly number[] | undefined;
  /** Value of input i, a vector of sizes; those that are not known statically are null. */
  sizes(i: number): Shape;
  /** Shape of the variable that input i is the handle of. */
  variableShape(i: number): Shape;
}

export interface InputDeclaration {
  readonly name: string;
  /** The attr that names the input's type, or a fixed dtype. */
  readonly type: string;
  /** Takes any number of tensors; the attr `N` counts them. */
  readonly isList: boolean;
}

export interface OpDeclaration {
  readonly inputs: readonly InputDeclaration[];
  /** Type attrs and the dtypes they allow; null allows all. */
  readonly types: Readonly<Record<string, readonly DType[] | null>>;
  readonly defaults: Attrs;
  readonly infer: (node: InferContext) => readonly TensorSpec[];
}

export const FLOATS: readonly DType[] = ['float16', 'float32', 'float64'];
export const INDEX: readonly DType[] = ['int32', 'int64'];
export const SIGNED: readonly DType[] = [...FLOATS, 'int8', 'int16', 'int32', 'int64'];
export const NUMBERS: readonly DType[] = [...SIGNED, 'uint8', 'uint16', 'uint32'];

/**
 * @param inputs `a:T b:T`, `values:T*` for a list, `condition:bool` for a fixed dtype
 */
export function declare(
  inputs: string,
  types: OpDeclaration['types'],
  defaults: Attrs,
  infer: (node: InferContext) => TensorSpec | readonly TensorSpec[],
): OpDeclaration {
  return {
    inputs: inputs.split(' ').filter(Boolean).map(parseInput),
    types,
    defaults,
    infer: (node) => {
      const result = infer(node);
      return 'dtype' in result ? [result] : result;
    },
  };
}

function parseInput(text: string): InputDeclaration {
  const [name, type] = text.split(':') as [string, string];
  return { name, type: type.replace('*', ''), isList: type.endsWith('*') };
}

export function isDType(name: string): name is DType {
  return name in DTYPES;
}

export function typeAttr(attrs: Attrs, name: string): TensorSpec['dtype'] {
  return (attrs[name] as { readonly type: TensorSpec['dtype'] }).type;
}

export function shapeAttr(attrs: Attrs, name: string): Shape {
  return (attrs[name] as { readonly shape: Shape }).shape;
}

/** The first input's dtype with another shape. */
export function like(node: InferContext, shape: Shape): TensorSpec {
  return { dtype: node.inputs[0]!.dtype, shape };
}

/** The elements as plain numbers. */
export function toNumbers(array: NDArray): readonly number[] {
  return Array.from(array.data as ArrayLike<number | bigint>, Number);
}
