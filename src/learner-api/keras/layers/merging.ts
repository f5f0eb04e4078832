/** Layers that make one tensor of several. */
import { keywords } from '../../python/options';
import { ValueError } from '#errors';
import {
  addV2,
  concatV2,
  maximum,
  minimum,
  mul,
  sub,
  type Operand,
  type Shape,
  type SymbolicTensor,
} from '#graph';
import { promote, resultType } from '../promotion';
import { formatShape, formatShapes } from '../../python/shape';
import { Layer, type LayerOptions } from './layer';

type Combine = (x: Operand, y: Operand) => SymbolicTensor;

/** Combines tensors element by element; sizes of 1 broadcast. */
abstract class MergeLayer extends Layer {
  protected abstract readonly combine: Combine;

  override build(input_shape: readonly Shape[]): void {
    checkIsList(input_shape);
    const batches = new Set(input_shape.map((shape) => shape[0]).filter((dim) => dim !== null));
    if (batches.size > 1)
      throw new ValueError(
        `Cannot merge tensors with different batch sizes. Received tensors with shapes ${formatShapes(input_shape)}`,
      );
    input_shape.map((shape): Shape => shape.slice(1)).reduce(mergeShapes);
  }

  override call(inputs: readonly SymbolicTensor[]): SymbolicTensor {
    const rank = Math.max(...inputs.map((tensor) => tensor.ndim));
    return inputs.map((tensor) => withRank(tensor, rank)).reduce((x, y) => this.combineTwo(x, y));
  }

  protected combineTwo(x: SymbolicTensor, y: SymbolicTensor): SymbolicTensor {
    return this.combine(...promote(x, y));
  }
}

function checkIsList(input_shape: readonly Shape[]): void {
  if (Array.isArray(input_shape[0])) return;
  throw new ValueError(
    `A merge layer should be called on a list of inputs. Received: input_shape=${formatShapes(input_shape)} (not a list of shapes)`,
  );
}

/** Missing dimensions go right after the batch. */
function withRank(tensor: SymbolicTensor, rank: number): SymbolicTensor {
  return tensor.ndim >= rank ? tensor : withRank(tensor.expand_dims(1), rank);
}

function mergeShapes(a: Shape, b: Shape): Shape {
  if (a.length < b.length) return mergeShapes(b, a);
  const start = a.length - b.length;
  return a.map((dim, i) => {
    const other = i < start ? 1 : b[i - start]!;
    if (dim === null || other === null) return null;
    if (dim === 1 || other === 1 || dim === other) return Math.max(dim, other);
    throw new ValueError(
      `Inputs have incompatible shapes. Received shapes ${formatShape(a)} and ${formatShape(b)}`,
    );
  });
}

export class AddLayer extends MergeLayer {
  static readonly class_name = 'Add';
  protected override readonly combine = addV2;
}

export class MultiplyLayer extends MergeLayer {
  static readonly class_name = 'Multiply';
  protected override readonly combine = mul;
}

export class MaximumLayer extends MergeLayer {
  static readonly class_name = 'Maximum';
  protected override readonly combine = maximum;
}

export class MinimumLayer extends MergeLayer {
  static readonly class_name = 'Minimum';
  protected override readonly combine = minimum;
}

export class AverageLayer extends MergeLayer {
  static readonly class_name = 'Average';
  protected override readonly combine = addV2;
  override call(inputs: readonly SymbolicTensor[]): SymbolicTensor {
    return super.call(inputs).div(inputs.length);
  }
}

export class SubtractLayer extends MergeLayer {
  static readonly class_name = 'Subtract';
  protected override readonly combine = sub;
  override build(input_shape: readonly Shape[]): void {
    super.build(input_shape);
    if (input_shape.length !== 2)
      throw new ValueError(
        `A \`Subtract\` layer should be called on exactly 2 inputs. Received: input_shape=${formatShapes(input_shape)}`,
      );
  }
}

export interface ConcatenateOptions extends LayerOptions {
  /** Dimension along which to join. Default: the last. */
  readonly axis?: number;
}

export class ConcatenateLayer extends Layer {
  static readonly class_name = 'Concatenate';
  readonly axis: number;

  constructor(options: ConcatenateOptions = {}) {
    const { axis = -1, ...rest } = keywords('Concatenate.__init__', options, 'axis');
    super(rest);
    this.axis = axis;
  }

  override build(input_shape: readonly Shape[]): void {
    if (!Array.isArray(input_shape[0]))
      throw new ValueError(
        `A \`Concatenate\` layer should be called on a list of at least 1 input. Received: input_shape=${formatShapes(input_shape)}`,
      );
    const kept = input_shape.map((shape) => {
      const at = this.axis < 0 ? this.axis + shape.length : this.axis;
      return shape.filter((_, i) => i !== at);
    });
    const fits = kept.every(
      (shape) =>
        shape.length === kept[0]!.length &&
        shape.every((dim, i) => dim === null || kept[0]![i] === null || dim === kept[0]![i]),
    );
    if (fits) return;
    throw new ValueError(
      'A `Concatenate` layer requires inputs with matching shapes except for the concatenation axis. ' +
        `Received: input_shape=${formatShapes(input_shape)}`,
    );
  }

  override call(inputs: readonly SymbolicTensor[]): SymbolicTensor {
    const dtype = inputs.map((tensor) => tensor.dtype).reduce(resultType);
    return concatV2(
      inputs.map((tensor) => tensor.astype(dtype)),
      this.axis,
    );
  }

  override get_config(): Record<string, unknown> {
    return { ...super.get_config(), axis: this.axis };
  }
}
