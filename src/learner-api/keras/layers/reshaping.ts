/** Layers that change the shape, or pad. */
import { sizeOf } from '#tensor';
import { keywords } from '../../python/options';
import { ValueError } from '#errors';
import { pack, pad, shape as shapeOf, type Shape, type SymbolicTensor } from '#graph';
import { formatShape } from '../../python/shape';
import { Layer, type LayerOptions } from './layer';
import { checkDataFormat, readPair, requireArgument, type Pair } from './options';

export interface FlattenOptions extends LayerOptions {
  readonly data_format?: string | null;
}

export class FlattenLayer extends Layer {
  static readonly class_name = 'Flatten';

  constructor(options: FlattenOptions = {}) {
    const { data_format, ...rest } = keywords('Flatten.__init__', options, 'data_format');
    super(rest);
    checkDataFormat(data_format, 'Flatten');
    this.input_spec = { min_ndim: 1 };
  }
  override call(inputs: SymbolicTensor): SymbolicTensor {
    const features = inputs.shape.slice(1);
    const size = features.reduce<number | null>(
      (product, dim) => (product === null || dim === null ? null : product * dim),
      1,
    );
    return reshapeSamples(inputs, [size ?? -1]);
  }
  override get_config(): Record<string, unknown> {
    return { ...super.get_config(), data_format: 'channels_last' };
  }
}

/** A new shape for each sample. A batch that is not known is looked up when the graph runs, as Keras does: never worked out. */
function reshapeSamples(inputs: SymbolicTensor, target: readonly number[]): SymbolicTensor {
  const [batch] = inputs.shape;
  if (typeof batch === 'number') return inputs.reshape([batch, ...target]);
  const sizes = pack([shapeOf(inputs).at(0), ...target]);
  return inputs.builder.addNode('Reshape', [inputs, sizes]);
}

export class ReshapeLayer extends Layer {
  static readonly class_name = 'Reshape';
  static override readonly args = ['target_shape'];
  readonly target_shape: readonly number[];

  /** @param target_shape sizes of one sample; one may be -1 and is then worked out */
  constructor(target_shape: readonly number[], options: LayerOptions = {}) {
    requireArgument('Reshape', 'target_shape', target_shape);
    super(options);
    if (target_shape.filter((dim) => dim === -1).length > 1)
      throw new ValueError(
        `There must be at most one unknown dimension (-1) in \`target_shape\`. Received: target_shape=${formatShape(target_shape)}.`,
      );
    this.target_shape = target_shape;
  }
  override call(inputs: SymbolicTensor): SymbolicTensor {
    const target = resolveTarget(inputs.shape.slice(1), this.target_shape);
    return reshapeSamples(inputs, target);
  }
  override get_config(): Record<string, unknown> {
    return { ...super.get_config(), target_shape: this.target_shape };
  }
}

/** Works out the -1 where the input's sizes are known. */
function resolveTarget(input: Shape, target: readonly number[]): readonly number[] {
  if (input.includes(null)) return target;
  const total = sizeOf(input as number[]);
  const known = target.reduce((product, dim) => (dim === -1 ? product : product * dim), 1);
  const received = `Received: input_shape=${formatShape(input)}, target_shape=${formatShape(target)}`;
  if (!target.includes(-1)) {
    if (known !== total)
      throw new ValueError(`The total size of the tensor must be unchanged. ${received}`);
    return target;
  }
  if (known === 0 || total % known !== 0)
    throw new ValueError(
      `The total size of the tensor must be unchanged, however, the input size cannot by divided by the specified dimensions in target_shape. ${received}`,
    );
  return target.map((dim) => (dim === -1 ? total / known : dim));
}

export interface ZeroPadding2DOptions extends LayerOptions {
  readonly data_format?: string | null;
}

type PaddingLike = number | readonly [number | Pair, number | Pair];

export class ZeroPadding2DLayer extends Layer {
  static readonly class_name = 'ZeroPadding2D';
  static override readonly args = ['padding'];
  /** [[top, bottom], [left, right]] in pixels. */
  readonly padding: readonly [Pair, Pair];

  /** @param padding pixels on all sides, [vertical, horizontal], or [[top, bottom], [left, right]] */
  constructor(padding: PaddingLike = [1, 1], options: ZeroPadding2DOptions = {}) {
    const { data_format, ...rest } = keywords('ZeroPadding2D.__init__', options, 'data_format');
    super(rest);
    checkDataFormat(data_format, 'ZeroPadding2D');
    this.padding = readSides(padding);
    this.input_spec = { ndim: 4 };
  }
  override call(inputs: SymbolicTensor): SymbolicTensor {
    return pad(inputs, [[0, 0], ...this.padding, [0, 0]]);
  }
  override get_config(): Record<string, unknown> {
    return { ...super.get_config(), padding: this.padding, data_format: 'channels_last' };
  }
}

function readSides(padding: PaddingLike): readonly [Pair, Pair] {
  const sides = typeof padding === 'number' ? [padding, padding] : padding;
  if (!Array.isArray(sides) || sides.length !== 2)
    throw new ValueError(
      `\`padding\` should have two elements. Received: padding=${Array.isArray(padding) ? formatShape(padding as unknown as number[]) : String(padding)}.`,
    );
  const pairOf = (side: number | Pair): Pair =>
    typeof side === 'number' && side >= 0 ? [side, side] : nonNegativePair(side);
  return [pairOf(sides[0] as number | Pair), pairOf(sides[1] as number | Pair)];
}

function nonNegativePair(side: number | Pair): Pair {
  const isPair = Array.isArray(side) && side.length === 2 && side.every((item) => item >= 0);
  return isPair ? (side as Pair) : readPair(side, 'padding');
}
