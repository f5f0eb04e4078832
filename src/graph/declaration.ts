/** How an op is declared: its inputs, outputs and attributes with TensorFlow's names, and the shapes that come out. */
import { DTYPES, type DType, type NDArray } from '#tensor';
import { typeAttr, type AttrDeclaration, type Attrs } from './attr-declaration';
import type { AttrValue, Shape, TensorSpec } from './graph';

/** What a shape function may ask about the node. */
export interface InferContext {
  readonly inputs: readonly TensorSpec[];
  readonly attrs: Attrs;
  /** Shape of input i. */
  shape(i: number): Shape;
  /** Value of input i as integers where it is known before running (a scalar gives one), else undefined. */
  constant(i: number): readonly number[] | undefined;
  /** Value of input i, a vector of sizes; those that are not known statically are null. */
  sizes(i: number): Shape;
  /** Shape of the variable that input i is the handle of. */
  variableShape(i: number): Shape;
}

/** An input or output argument. */
export interface ArgDeclaration {
  readonly name: string;
  /** The attr that names the type, or a fixed dtype as TensorFlow declares it (`uint64` among them). */
  readonly type: string;
  /** The attr that counts the tensors of a list; absent for an argument that is one tensor. */
  readonly count?: string;
}

export interface OpDeclaration {
  readonly inputs: readonly ArgDeclaration[];
  readonly outputs: readonly ArgDeclaration[];
  readonly attrs: Readonly<Record<string, AttrDeclaration>>;
  /** Of the attributes that have a default. */
  readonly defaults: Attrs;
  /** Whether TensorFlow counts the op among those with a state (variables, random numbers). */
  readonly isStateful: boolean;
  readonly infer: (node: InferContext) => readonly TensorSpec[];
}

export const FLOATS: readonly DType[] = ['float16', 'float32', 'float64'];
export const INDEX: readonly DType[] = ['int32', 'int64'];
export const SIGNED: readonly DType[] = [...FLOATS, 'int8', 'int16', 'int32', 'int64'];
export const NUMBERS: readonly DType[] = [...SIGNED, 'uint8', 'uint16', 'uint32'];

type AttrTable = Readonly<Record<string, AttrDeclaration>>;

/**
 * Declares an op with one output.
 * @param signature `a:T b:T -> product:T`; `values:T*N` for a list, `condition:bool` for a fixed dtype
 */
export function declare(
  signature: string,
  attrs: AttrTable,
  infer: (node: InferContext) => Shape,
): OpDeclaration {
  return declareMany(signature, attrs, (node) => [infer(node)]);
}

/** As `declare`, for an op with several outputs or none. @param infer gives one shape per output tensor */
export function declareMany(
  signature: string,
  attrs: AttrTable,
  infer: (node: InferContext) => readonly Shape[],
): OpDeclaration {
  const [inputs, outputs] = signature.split('->').map(parseArgs) as [
    ArgDeclaration[],
    ArgDeclaration[],
  ];
  const withDefault = Object.entries(attrs).filter(([, { default: value }]) => value !== undefined);
  const defaults = withDefault.map(([name, attr]) => [name, attr.default as AttrValue]);
  return {
    inputs,
    outputs,
    attrs,
    defaults: Object.fromEntries(defaults) as Attrs,
    isStateful: false,
    infer: (node) => {
      const shapes = infer(node);
      return shapes.map((shape, i) => ({
        dtype: argDType(argAt(outputs, i, shapes.length).type, node.attrs)!,
        shape,
      }));
    },
  };
}

export function stateful(declaration: OpDeclaration): OpDeclaration {
  return { ...declaration, isStateful: true };
}

function parseArgs(text: string): ArgDeclaration[] {
  const words = text.split(' ').filter(Boolean);
  return words.map((word) => {
    const [name, type, count] = word.split(/[:*]/) as [string, string, string?];
    return count ? { name, type, count } : { name, type };
  });
}

/** The argument that tensor i belongs to. @param count of all tensors */
export function argAt(args: readonly ArgDeclaration[], i: number, count: number): ArgDeclaration {
  const listAt = args.findIndex((arg) => arg.count !== undefined);
  if (listAt < 0 || i < listAt) return args[i]!;
  const after = args.length - listAt - 1;
  return i >= count - after ? args[args.length - (count - i)]! : args[listAt]!;
}

/** The dtype of an argument, undefined where its attr is not known yet. Keys of random ops, uint64 in TensorFlow, are int64. */
export function argDType(type: string, attrs: Attrs): TensorSpec['dtype'] | undefined {
  if (type === 'uint64') return 'int64';
  if (type === 'resource' || isDType(type)) return type;
  return attrs[type] === undefined ? undefined : typeAttr(attrs, type);
}

export function isDType(name: string): name is DType {
  return Object.hasOwn(DTYPES, name);
}

/** The elements as plain numbers. */
export function toNumbers(array: NDArray): readonly number[] {
  return Array.from(array.data as ArrayLike<number | bigint>, Number);
}
