/** Arrays as the learner gives them, brought into the order, shape and dtype in which a program is fed. */
import { ValueError } from '#errors';
import type { Shape } from '#graph';
import { NDArray } from '#tensor';
import { isPlainObject } from '../../python/options';
import type { Model } from '../models';
import { formatShape } from '../../python/shape';
import { repr, str } from '../../python/repr';
import { typeRepr } from '../../python/type-name';

/** Characters of a wrong value in a message. */
const MOST_SHOWN = 200;

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

/** What a model is fed. */
export interface ModelInputs {
  readonly arrays: readonly NDArray[];
  /** With `null` for the batch; only for models that do not know their own inputs. */
  readonly shapes: readonly Shape[] | undefined;
}

/**
 * The model's inputs: in its order, cast to its dtypes, ranks adjusted as Keras's functional models do. A model that
 * was left without an input shape is built from that of the arrays.
 *
 * @throws ValueError when number or shapes do not fit
 */
export function modelInputs(model: Model, x: unknown): ModelInputs {
  const known = () => (model.inputs_struct ? model.inputs : undefined);
  const given = (known() ?? []).map(({ name }) => name);
  const arrays = arraysOf(x, given, 'x');
  const shapes = arrays.map(({ shape }): Shape => [null, ...shape.slice(1)]);
  if (!model.built) model.build(shapes.length === 1 ? shapes[0] : shapes);
  const specs = known();
  if (!specs) return { arrays: arrays.map((array) => array.astype('float32')), shapes };
  if (arrays.length !== specs.length) {
    throw new ValueError(
      `Layer "${model.name}" expects ${specs.length} input(s), but it received ${arrays.length} input tensors. ` +
        `Inputs received: [${shapes.map(formatShape).join(', ')}]`,
    );
  }
  const names = specs.map(({ keras_history }) => keras_history.operation.name);
  const fitted = specs.map(({ shape, dtype }, i) =>
    fitShape(arrays[i]!, shape, i, { input: names[i]!, model: model.name }).astype(dtype),
  );
  return { arrays: fitted, shapes: undefined };
}

/** Names of the outputs; a model that does not know its outputs has as many as there are targets. */
export function outputNames(model: Model, y: unknown): readonly string[] {
  if (model.outputs_struct) return model.output_names;
  if (isPlainObject(y)) return Object.keys(y).sort();
  return arraysOf(y, [], 'y').map((_, i) => `output_${i + 1}`);
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

function sampleCount(array: NDArray): number {
  if (array.shape.length > 0) return array.shape[0]!;
  throw new ValueError(
    'Arrays passed to a Keras model must be at least rank 1, with the samples first.',
  );
}

/** For messages. */
interface InputNames {
  readonly input: string;
  readonly model: string;
}

function fitShape(array: NDArray, wanted: Shape, index: number, names: InputNames): NDArray {
  const shape = adjustRank(array.shape, wanted);
  const received: Shape = [null, ...array.shape.slice(1)];
  if (!shape) {
    throw new ValueError(
      `Invalid input shape for input ${index} of layer "${names.model}". Expected shape ${formatShape(wanted)}, ` +
        `but input has incompatible shape ${formatShape(received)}`,
    );
  }
  const fits = wanted.every((dim, i) => dim === null || i === 0 || dim === shape[i]);
  if (!fits) {
    throw new ValueError(
      `Input ${index} with name '${names.input}' of layer '${names.model}' is incompatible with the layer: ` +
        `expected shape=${formatShape(wanted)}, found shape=${formatShape(received)}`,
    );
  }
  return array.reshape(shape);
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
    if (array !== undefined) throw unrecognized(array, `${argument}[${repr(name)}]`);
    throw new ValueError(
      `Missing data for ${argument === 'x' ? 'input' : 'output'} "${name}". You passed a data dictionary with keys ` +
        `${repr(Object.keys(tree))}. Expected the following keys: ${repr(names)}`,
    );
  });
}

function unrecognized(value: unknown, argument: string): Error {
  if (value === undefined || value === null) {
    return new ValueError('None values not supported.', {
      hint: `\`${argument}\` is missing.`,
    });
  }
  const shown = shorten(str(value));
  return new ValueError(
    `Unrecognized data type: ${argument}=${shown} (of type ${typeRepr(value)})`,
    {
      hint: `Make it an array: np.array(${argument}).`,
    },
  );
}

function shorten(text: string): string {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}...` : text;
}
