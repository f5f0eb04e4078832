/** How each op folds small values. A function answers undefined where the case is not one of sizes and axes. */
import { sizeOf } from '#tensor';
import type { Attrs } from './attr-declaration';
import { resolveSlice, sliceSpec } from './slice-spec';

export interface SmallValue {
  readonly shape: readonly number[];
  /** Row-major; null where it is not known. */
  readonly elements: readonly (number | null)[];
}

interface FoldContext {
  readonly attrs: Attrs;
  readonly inputs: readonly SmallValue[];
  /** How many outputs the node has. */
  readonly count: number;
}

export type Folding = (at: FoldContext) => SmallValue | readonly SmallValue[] | undefined;
type Element = number | null;

const elementwise =
  (compute: (...values: number[]) => number): Folding =>
  ({ inputs }) => {
    const widest = inputs.reduce((a, b) => (b.elements.length > a.elements.length ? b : a));
    const rank = Math.max(...inputs.map(({ shape }) => shape.length));
    const fits = inputs.every(
      ({ elements, shape }) => elements.length === 1 || shape.join() === widest.shape.join(),
    );
    if (!fits || widest.shape.length < rank) return fits && rank === 1 ? single() : undefined;
    return { shape: widest.shape, elements: widest.elements.map((_, i) => at(i)) };

    function at(i: number): Element {
      const values = inputs.map(({ elements }) => elements[elements.length === 1 ? 0 : i]!);
      return values.some((value) => value === null) ? null : compute(...(values as number[]));
    }
    function single(): SmallValue {
      return { shape: [1], elements: [at(0)] };
    }
  };

const floorMod = (a: number, b: number) => a - b * Math.floor(a / b);

export const ARITHMETIC: Readonly<Record<string, Folding>> = {
  Identity: ({ inputs }) => inputs[0],
  StopGradient: ({ inputs }) => inputs[0],
  Cast: ({ inputs }) => inputs[0],
  ZerosLike: elementwise(() => 0),
  OnesLike: elementwise(() => 1),
  Neg: elementwise((a) => -a),
  Abs: elementwise(Math.abs),
  Floor: elementwise(Math.floor),
  Ceil: elementwise(Math.ceil),
  Add: elementwise((a, b) => a + b),
  AddV2: elementwise((a, b) => a + b),
  Sub: elementwise((a, b) => a - b),
  Mul: elementwise((a, b) => a * b),
  RealDiv: elementwise((a, b) => a / b),
  FloorDiv: elementwise((a, b) => Math.floor(a / b)),
  FloorMod: elementwise(floorMod),
  Maximum: elementwise(Math.max),
  Minimum: elementwise(Math.min),
  Equal: elementwise((a, b) => Number(a === b)),
  NotEqual: elementwise((a, b) => Number(a !== b)),
  Less: elementwise((a, b) => Number(a < b)),
  Greater: elementwise((a, b) => Number(a > b)),
  SelectV2: elementwise((condition, a, b) => (condition ? a : b)),
  Sum: folded((a, b) => a + b, 0),
  Prod: folded((a, b) => a * b, 1),
  Max: folded(Math.max, -Infinity),
  Min: folded(Math.min, Infinity),
};

export const REARRANGING: Readonly<Record<string, Folding>> = {
  Pack: ({ inputs, attrs }) => {
    const [first] = inputs;
    const axis = (attrs['axis'] as number | undefined) ?? 0;
    if (!first || (axis !== 0 && first.shape.length > 0)) return undefined;
    const elements = inputs.flatMap((input) => input.elements);
    return { shape: [inputs.length, ...first.shape], elements };
  },
  ConcatV2: ({ inputs }) => {
    const parts = inputs.slice(0, -1);
    return parts.every(({ shape }) => shape.length === 1)
      ? vector(parts.flatMap(({ elements }) => elements))
      : undefined;
  },
  Unpack: ({ inputs: [value], count }) =>
    value!.shape.length === 1 && value!.elements.length === count
      ? value!.elements.map(scalar)
      : undefined,
  Split: ({ inputs: [, value], count }) =>
    value!.shape.length === 1 ? chunks(value!.elements, count) : undefined,
  StridedSlice: ({ inputs, attrs }) => {
    const [source, begin, end, strides] = inputs;
    if (source!.shape.length !== 1 || !isKnown([begin, end, strides])) return undefined;
    const bounds = [begin, end, strides].map((input) => input!.elements) as [
      number[],
      number[],
      number[],
    ];
    const mask = (name: string) => (attrs[name] as number | undefined) ?? 0;
    const { dims, shape } = resolveSlice(source!.shape, sliceSpec(bounds, mask));
    const { start, count, stride } = dims[0]!;
    const taken = Array.from({ length: count }, (_, i) => source!.elements[start + i * stride]);
    return taken.includes(undefined) ? undefined : { shape, elements: taken as Element[] };
  },
  Slice: ({ inputs: [source, begin, size] }) => {
    if (source!.shape.length !== 1 || !isKnown([begin, size])) return undefined;
    const [from, length] = [begin!.elements[0] as number, size!.elements[0] as number];
    return vector(source!.elements.slice(from, length === -1 ? undefined : from + length));
  },
  GatherV2: gather,
  Gather: gather,
  Squeeze: ({ inputs: [value] }) =>
    value!.elements.length === 1 && value!.shape.length === 1
      ? scalar(value!.elements[0]!)
      : undefined,
  ExpandDims: ({ inputs: [value] }) =>
    value!.shape.length === 0 ? vector(value!.elements) : undefined,
  Reshape: ({ inputs: [value, target] }) => {
    if (!isKnown([target])) return undefined;
    const total = value!.elements.length;
    const sizes = target!.elements as number[];
    const known = sizeOf(sizes.filter((size) => size !== -1));
    const shape = sizes.map((size) => (size === -1 ? total / known : size));
    const fits = shape.every(Number.isInteger) && sizeOf(shape) === total;
    return fits ? { shape, elements: value!.elements } : undefined;
  },
  Range: ({ inputs }) => {
    if (!isKnown(inputs)) return undefined;
    const [start, limit, delta] = inputs.map(({ elements }) => elements[0] as number);
    const length = Math.ceil((limit! - start!) / delta!);
    if (!(length >= 0 && length <= 64)) return undefined;
    return vector(Array.from({ length }, (_, i) => start! + i * delta!));
  },
  Fill: ({ inputs: [dims, value] }) => {
    if (!isKnown([dims])) return undefined;
    const shape = dims!.elements as number[];
    const size = sizeOf(shape);
    if (!(size >= 0 && size <= 64)) return undefined;
    return { shape, elements: new Array<Element>(size).fill(value!.elements[0]!) };
  },
};

/** Of a vector over all of it. */
function folded(combine: (a: number, b: number) => number, start: number): Folding {
  return ({ inputs: [value, axes], attrs }) => {
    if (value!.shape.length !== 1 || axes!.elements.length !== 1) return undefined;
    const { elements } = value!;
    const total = elements.includes(null) ? null : (elements as number[]).reduce(combine, start);
    return attrs['keep_dims'] === true ? vector([total]) : scalar(total);
  };
}

function gather({ inputs: [source, indices] }: FoldContext): SmallValue | undefined {
  if (source!.shape.length !== 1 || !isKnown([indices])) return undefined;
  const elements = indices!.elements.map((index) => source!.elements[index!]);
  if (elements.includes(undefined)) return undefined;
  return { shape: indices!.shape, elements: elements as Element[] };
}

function chunks(elements: readonly Element[], count: number): SmallValue[] | undefined {
  const size = elements.length / count;
  if (!Number.isInteger(size)) return undefined;
  return Array.from({ length: count }, (_, i) => vector(elements.slice(i * size, (i + 1) * size)));
}

function isKnown(inputs: readonly (SmallValue | undefined)[]): boolean {
  return inputs.every((input) => input !== undefined && !input.elements.includes(null));
}

function vector(elements: readonly Element[]): SmallValue {
  return { shape: [elements.length], elements };
}

function scalar(element: Element): SmallValue {
  return { shape: [], elements: [element] };
}
