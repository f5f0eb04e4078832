/** The part of NumPy that expressions may call: functions that make arrays. */
import { PyTypeError, ValueError } from '#errors';
import { arange, asDType, DTYPES, evenlySpaced, full, NDArray, sizeOf, type DType } from '#tensor';
import { mersenneTwister } from './random';
import { defineFunction, type Bound } from './signatures';
import {
  arrayValue,
  asArray,
  floatValue,
  numberOf,
  typeName,
  wholeOf,
  type Arguments,
  type Value,
} from './value';

/** More would not fit into the memory of a page. */
const MAX_ELEMENTS = 2 ** 27;

const PYTHON_TYPES: Readonly<Record<string, DType>> = {
  float: 'float64',
  int: 'int64',
  float_: 'float64',
};

export const NUMPY: Value = {
  kind: 'module',
  members: {
    ...Object.fromEntries(
      [...Object.keys(DTYPES), 'half', 'single', 'double', 'bool_'].map((name) => [
        name,
        { kind: 'dtype', dtype: asDType(name) } as const,
      ]),
    ),
    pi: floatValue(Math.PI),
    e: floatValue(Math.E),
    inf: floatValue(Infinity),
    nan: floatValue(NaN),
    ones: defineFunction('ones', ['shape', 'dtype'], 1, (args) => filled(args, 1)),
    zeros: defineFunction('zeros', ['shape', 'dtype'], 1, (args) => filled(args, 0)),
    full: defineFunction('full', ['shape', 'fill_value', 'dtype'], 2, makeFull),
    array: defineFunction('array', ['object', 'dtype'], 1, makeArray),
    asarray: defineFunction('asarray', ['object', 'dtype'], 1, makeArray),
    arange: { kind: 'function', call: makeRange },
    linspace: defineFunction('linspace', ['start', 'stop', 'num', 'endpoint'], 2, makeLinspace),
    random: {
      kind: 'module',
      members: {
        ...randomMembers(Math.random),
        RandomState: defineFunction('RandomState', ['seed'], 0, ({ seed }) => ({
          kind: 'module',
          members: randomMembers(seed ? mersenneTwister(wholeOf(seed)) : Math.random),
        })),
      },
    },
  },
};

/** @throws TypeError for what names no element type */
export function dtypeOf(value: Value | undefined): DType | undefined {
  if (!value || value.kind === 'none') return undefined;
  if (value.kind === 'dtype') return value.dtype;
  if (value.kind !== 'str') {
    throw new PyTypeError(
      `Cannot interpret a value of the type '${typeName(value)}' as a data type`,
    );
  }
  return PYTHON_TYPES[value.value] ?? asDType(value.value);
}

/** A whole number, or a list or tuple of them. @throws ValueError for more elements than fit into memory */
export function shapeOf(value: Value): number[] {
  const isList = value.kind === 'list' || value.kind === 'tuple';
  const shape = isList ? value.items.map(wholeOf) : [wholeOf(value)];
  checkSize(shape.reduce((product, dim) => product * Math.abs(dim), 1));
  return shape;
}

function checkSize(size: number): void {
  if (size <= MAX_ELEMENTS) return;
  throw new ValueError(`An array of ${size} elements does not fit into the memory of this page.`);
}

function filled({ shape, dtype }: Bound, value: number): Value {
  return arrayValue(full(shapeOf(shape!), value, dtypeOf(dtype) ?? 'float64'));
}

function makeFull({ shape, fill_value: value, dtype }: Bound): Value {
  const type = dtypeOf(dtype) ?? asArray(value!).dtype;
  return arrayValue(full(shapeOf(shape!), numberOf(value!), type));
}

function makeArray({ object, dtype }: Bound): Value {
  return arrayValue(asArray(object!, dtypeOf(dtype)));
}

/** With one argument that is the end, with more the first is the start. */
function makeRange(args: Arguments): Value {
  const names = args.positional.length === 1 ? ['stop'] : ['start', 'stop', 'step', 'dtype'];
  const all = [
    ...names,
    ...['start', 'stop', 'step', 'dtype'].filter((one) => !names.includes(one)),
  ];
  const bind = defineFunction('arange', all, 1, ({ start, stop, step, dtype }) => {
    const [from, to, by] = [start ?? zero, stop ?? zero, step ?? one];
    const isFloat = [from, to, by].some(({ kind }) => kind === 'float');
    const [low, high, width] = [numberOf(from), numberOf(to), numberOf(by)];
    checkSize(width === 0 ? 0 : (high - low) / width);
    const type = dtypeOf(dtype) ?? (isFloat ? 'float64' : 'int64');
    return arrayValue(arange(low, high, width, type));
  });
  return bind.kind === 'function' ? bind.call(args) : bind;
}

const zero: Value = { kind: 'int', value: 0 };
const one: Value = { kind: 'int', value: 1 };

function makeLinspace({ start, stop, num, endpoint }: Bound): Value {
  const count = num ? wholeOf(num) : 50;
  checkSize(count);
  const isClosed = endpoint ? Boolean(numberOf(endpoint)) : true;
  const values = evenlySpaced(numberOf(start!), numberOf(stop!), count, isClosed, 'float64');
  return arrayValue(NDArray.from(values));
}

function randomMembers(next: () => number): Readonly<Record<string, Value>> {
  const sized = (name: string) =>
    defineFunction(name, ['size'], 0, ({ size }) => draw(size, 'float64', next));
  return {
    rand: {
      kind: 'function',
      call: ({ positional }) =>
        draw(
          positional.length > 0 ? { kind: 'tuple', items: positional } : undefined,
          'float64',
          next,
        ),
    },
    random: sized('random'),
    random_sample: sized('random_sample'),
    uniform: defineFunction('uniform', ['low', 'high', 'size'], 0, ({ low, high, size }) => {
      const [from, to] = [low ? numberOf(low) : 0, high ? numberOf(high) : 1];
      return draw(size, 'float64', () => from + (to - from) * next());
    }),
    randint: defineFunction('randint', ['low', 'high', 'size', 'dtype'], 1, (args) => {
      const { low, high, size, dtype } = args;
      const [from, to] =
        high && high.kind !== 'none' ? [wholeOf(low!), wholeOf(high)] : [0, wholeOf(low!)];
      if (from >= to) throw new ValueError('low >= high');
      return draw(size, dtypeOf(dtype) ?? 'int64', () => from + Math.floor((to - from) * next()));
    }),
  };
}

/** A plain number without a size. */
function draw(size: Value | undefined, dtype: DType, next: () => number): Value {
  if (!size || size.kind === 'none') {
    return { kind: DTYPES[dtype].isFloat ? 'float' : 'int', value: next() };
  }
  const shape = shapeOf(size);
  const length = sizeOf(shape);
  const numbers = Float64Array.from({ length }, next);
  return arrayValue(new NDArray(numbers, shape, 'float64').astype(dtype));
}
