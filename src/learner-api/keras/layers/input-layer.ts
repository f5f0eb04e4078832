/** `keras.Input` and the layer behind it: where a model's data comes in. */
import { ValueError } from '#errors';
import type { Shape, SymbolicTensor } from '#graph';
import type { DType } from '#tensor';
import { checkOptions, firstOption } from '../../python/options';
import { repr, str } from '../../python/repr';
import { typeRepr } from '../../python/type-name';
import { readDType } from '../dtype-policy';
import { KerasTensor } from '../keras-tensor';
import { autoName } from '../names';
import { Layer } from './layer';

export interface InputOptions {
  /** Sizes of one sample, without the batch: `[28, 28]`; `null` where it varies. */
  readonly shape?: Shape | null;
  /** Fixed number of samples. Default: any. */
  readonly batch_size?: number | null;
  /** Default: `float32`. */
  readonly dtype?: string | null;
  /** Sizes with the batch: `[null, 28, 28]`. Instead of `shape`. */
  readonly batch_shape?: Shape | null;
  /** Default: `input_layer`, `input_layer_1`, … */
  readonly name?: string | null;
  readonly sparse?: false | null;
}

const NAMES = ['shape', 'batch_size', 'dtype', 'batch_shape', 'name', 'sparse'];
const LEGACY_NAMES = ['batch_input_shape', 'input_shape', 'trainable'];

interface LegacyOptions extends InputOptions {
  readonly batch_input_shape?: Shape;
}

/** `InputLayer(shape=None, batch_size=None, dtype=None, sparse=None, batch_shape=None, name=None)` */
export class InputLayer extends Layer {
  static readonly class_name = 'InputLayer';
  static override readonly is_stateless = true;
  readonly batch_shape: Shape;

  constructor(options: InputOptions = {}) {
    checkOptions('InputLayer.__init__', options, [...NAMES, ...LEGACY_NAMES]);
    super({ name: options.name ?? null, dtype: readDType(options.dtype, 'InputLayer') });
    this.batch_shape = batchShapeOf(options);
    const history = { operation: this, node_index: 0, tensor_index: 0 };
    const name = options.name ?? autoName('keras_tensor');
    const output = new KerasTensor(this.batch_shape, this.dtype, name, history);
    this.add_node({ operation: this, inputs: undefined, options: {}, outputs: output });
  }

  override get compute_dtype(): DType {
    return this.dtype;
  }

  override call(inputs: SymbolicTensor): SymbolicTensor {
    return inputs;
  }

  override get_config(): Record<string, unknown> {
    const { batch_shape, dtype, name } = this;
    return { batch_shape, dtype, sparse: false, name };
  }
}

/**
 * `keras.Input(shape=None, batch_size=None, dtype=None, sparse=None, batch_shape=None, name=None)`: a Keras tensor to
 * call layers on.
 * @throws ValueError without a shape
 */
export function Input(shape: Shape, options?: InputOptions): KerasTensor;
export function Input(options?: InputOptions): KerasTensor;
export function Input(first: Shape | InputOptions = {}, rest: InputOptions = {}): KerasTensor {
  const options = firstOption('Input', 'shape', first, rest);
  checkOptions('Input', options, NAMES);
  return new InputLayer(options).output as KerasTensor;
}

function batchShapeOf(options: LegacyOptions): Shape {
  const { shape, batch_size } = options;
  const batch_shape = options.batch_shape ?? options.batch_input_shape;
  if (shape && batch_shape)
    throw new ValueError('You cannot pass both `shape` and `batch_shape` at the same time.');
  if (batch_size && batch_shape)
    throw new ValueError('You cannot pass both `batch_size` and `batch_shape` at the same time.');
  if (!shape && !batch_shape) throw new ValueError('You must pass a `shape` argument.');
  return batch_shape ? checkedShape(batch_shape) : [batch_size ?? null, ...checkedShape(shape!)];
}

function checkedShape(shape: Shape): Shape {
  if (!Array.isArray(shape))
    throw new ValueError(`Cannot convert '${str(shape)}' to a shape.`, {
      hint: 'A shape is a list of sizes: [28, 28].',
    });
  const start = () => `Cannot convert '${repr(Object.freeze([...shape]))}' to a shape.`;
  for (const dim of shape as Shape) {
    if (dim === null) continue;
    if (!Number.isInteger(dim))
      throw new ValueError(
        `${start()} Found invalid dimension '${str(dim)}' of type '${typeRepr(dim)}'. `,
      );
    if (dim < 0)
      throw new ValueError(`${start()} Negative dimensions are not allowed: found ${dim}.`);
  }
  return shape;
}
