/** Arrays as the learner gives them, brought into the order, shape and dtype in which a program is fed. */
import { PyTypeError, ValueError } from '#errors';
import { castArray, type Shape } from '#graph';
import { NDArray, type DType } from '#tensor';
import { isPlainObject } from '../../options';
import type { Model } from '../models';
import { formatShape } from '../python-shape';
import { pythonRepr } from '../utils/python-format';

/**
 * The arrays of a tree in the order of `names`.
 *
 * @param argument what it is, for messages: `x`, `y`, `sample_weight`
 * @throws ValueError with Keras's message for anything that is not an array
 */
export function arraysOf(tree: unknown, names: readonly string[], argument: string): NDArray[] {
  if (tree instanceof NDArray) return [tree];
  if (Array.isArray(tree) && tree.length > 0 && tree.every((item) => item instanceof NDArray)) {
    return tree;
  }
  if (isPlainObject(tree)) return pickByName(tree, names, argument);
  throw unrecognized(tree, argument);
}

/** Builds a model that was left without an input shape, from the shape of its first data. */
export function ensureBuilt(model: Model, x: unknown): void {
  if (model.built) return;
  const arrays = arraysOf(x, [], 'x');
  const shapes = arrays.map(({ shape }): Shape => [null, ...shape.slice(1)]);
  model.build(shapes.length === 1 ? shapes[0]! : shapes);
}

/** The model's inputs: cast to their dtype, ranks adjusted as Keras's functional models do. */
export function inputArrays(model: Model, x: unknown): NDArray[] {
  const specs = model.inputs;
  const arrays = arraysOf(
    x,
    specs.map(({ name }) => name),
    'x',
  );
  if (arrays.length !== specs.length) {
    const shapes = arrays.map(({ shape }) => formatShape([null, ...shape.slice(1)]));
    throw new ValueError(
      `Layer "${model.name}" expects ${specs.length} input(s), but it received ${arrays.length} input tensors. ` +
        `Inputs received: [${shapes.join(', ')}]`,
    );
  }
  return specs.map((spec, i) => {
    const fitted = fitShape(arrays[i]!, spec.shape, i, model.name);
    return castRows(fitted, spec.dtype);
  });
}

/** @throws ValueError with Keras's message unless all arrays have the same number of samples */
export function checkCardinality(groups: Readonly<Record<string, readonly NDArray[]>>): number {
  const counts = Object.values(groups).flatMap((arrays) => arrays.map(sampleCount));
  if (new Set(counts).size === 1) return counts[0]!;
  const sizes = Object.entries(groups)
    .filter(([, arrays]) => arrays.length > 0)
    .map(([label, arrays]) => `'${label}' sizes: ${arrays.map(sampleCount).join(', ')}`);
  throw new ValueError(
    'Data cardinality is ambiguous. Make sure all arrays contain the same number of samples.' +
      sizes.join('\n'),
  );
}

/** The rows from `start` to `end` of the first dimension, without copying. */
export function sliceRows(array: NDArray, start: number, end: number): NDArray {
  const rowSize = array.size / Math.max(1, array.shape[0]!);
  const shape = [end - start, ...array.shape.slice(1)];
  const table = array.byteTable;
  const cut = <T extends { subarray(from: number, to: number): T }>(data: T) =>
    data.subarray(start * rowSize, end * rowSize);
  if (!table) return new NDArray(cut(array.data as Uint8Array), shape, array.dtype);
  return new NDArray({ bytes: cut(table.bytes), values: table.values }, shape, array.dtype);
}

/** The array in another dtype. Bytes stay bytes and are looked at through a table, which saves three quarters. */
export function castRows(array: NDArray, dtype: DType): NDArray {
  if (array.dtype === dtype) return array;
  if (array.dtype !== 'uint8' || dtype !== 'float32') return castArray(array, dtype);
  const values = Float32Array.from({ length: 256 }, (_, byte) => byte);
  return new NDArray({ bytes: array.data as Uint8Array, values }, array.shape, dtype);
}

function sampleCount(array: NDArray): number {
  if (array.shape.length > 0) return array.shape[0]!;
  throw new ValueError(
    'Arrays passed to a Keras model must be at least rank 1, with the samples first.',
  );
}

function fitShape(array: NDArray, wanted: Shape, index: number, model: string): NDArray {
  const shape = adjustRank(array.shape, wanted);
  const received: Shape = [null, ...array.shape.slice(1)];
  if (!shape) {
    throw new ValueError(
      `Invalid input shape for input ${index} of layer "${model}". Expected shape ${formatShape(wanted)}, ` +
        `but input has incompatible shape ${formatShape(received)}`,
    );
  }
  const fits = wanted.every((dim, i) => dim === null || i === 0 || dim === shape[i]);
  if (!fits) {
    throw new ValueError(
      `Input ${index} of layer "${model}" is incompatible with the layer: ` +
        `expected shape=${formatShape(wanted)}, found shape=${formatShape(received)}`,
    );
  }
  if (shape.length === array.shape.length) return array;
  return new NDArray(array.byteTable ?? array.data, shape, array.dtype);
}

/** Drops or adds a last dimension of 1 where that makes the ranks equal. */
function adjustRank(shape: readonly number[], wanted: Shape): readonly number[] | undefined {
  if (shape.length === wanted.length) return shape;
  if (shape.length === wanted.length + 1 && shape.at(-1) === 1) return shape.slice(0, -1);
  if (shape.length === wanted.length - 1 && wanted.at(-1) === 1) return [...shape, 1];
  return undefined;
}

function pickByName(
  tree: Record<string, unknown>,
  names: readonly string[],
  argument: string,
): NDArray[] {
  return names.map((name) => {
    const array = tree[name];
    if (array instanceof NDArray) return array;
    if (array !== undefined) throw unrecognized(array, `${argument}[${pythonRepr(name)}]`);
    throw new ValueError(
      `Missing data for ${argument === 'x' ? 'input' : 'output'} "${name}". You passed a data dictionary with keys ` +
        `${pythonRepr(Object.keys(tree))}. Expected the following keys: ${pythonRepr(names)}`,
    );
  });
}

function unrecognized(value: unknown, argument: string): Error {
  if (value === undefined || value === null) {
    return new ValueError('None values not supported.', {
      hint: `\`${argument}\` is missing.`,
    });
  }
  const shown = Array.isArray(value) ? 'list' : typeof value;
  return new PyTypeError(`Unrecognized data type: ${argument}=… (of type <class '${shown}'>)`, {
    hint: `Make it an array: np.array(${argument}).`,
  });
}
