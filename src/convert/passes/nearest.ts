/**
 * Repetitions, which Keras's upsampling and RepeatVector write with TILE, as RESIZE_NEAREST_NEIGHBOR: of an axis with a
 * single cell they are the same.
 */
import type { LiteOp, LiteTensor, Pass } from '../lite/graph';
import { ifCode, isReshapeTarget, optionsOf, reshapeOp } from '../lite/ops';
import { replaceBy, rewrite, sourcesOf, type Rule } from '../lite/rewrite';
import { intConstant, intsOf, renamed } from '../lite/tensors';

/** Whether the kernel, which multiplies by a float32 scale and cuts off, finds cell ⌊i / times⌋ for every i. */
function isExact(size: number, times: number): boolean {
  const scale = Math.fround(size / (size * times));
  for (let i = 0; i < size * times; i++) {
    const cell = Math.min(Math.floor(Math.fround(i * scale)), size - 1);
    if (cell !== Math.floor(i / times)) return false;
  }
  return true;
}

/** `x` is [batch, height, width, channels]; the result is `output`, of the same rank. */
function resize(x: LiteTensor, output: LiteTensor, sources: readonly string[]): LiteOp {
  const [, height, width] = output.shape;
  return {
    code: 'RESIZE_NEAREST_NEIGHBOR',
    inputs: [x, intConstant(`${output.name}/size`, [height!, width!])],
    outputs: [output],
    options: { type: 'ResizeNearestNeighborOptions', alignCorners: false, halfPixelCenters: false },
    sources,
  };
}

/** The axis along which a TILE repeats its only cell, if it does nothing else. */
function repeatedAxis(tile: LiteOp): number | undefined {
  const multiples = intsOf(tile.inputs[1]);
  const repeated = multiples?.flatMap((times, axis) => (times === 1 ? [] : [axis]));
  const axis = repeated?.length === 1 ? repeated[0]! : undefined;
  return axis !== undefined && tile.inputs[0]!.signature[axis] === 1 ? axis : undefined;
}

/** Whether height and width can be said in a constant. */
const isFixed = ({ signature }: LiteTensor): boolean =>
  signature[1] != null && signature[2] != null;

/** [batch, height, width, channels] with one row or column. */
const ofImage: Rule = (op) => {
  const [x, output] = [op.inputs[0]!, op.outputs[0]!];
  const axis = op.code === 'TILE' && x.shape.length === 4 ? repeatedAxis(op) : undefined;
  if ((axis !== 1 && axis !== 2) || !isFixed(output) || !isExact(1, output.shape[axis]!))
    return undefined;
  return { ops: [resize(x, output, op.sources)], instead: [] };
};

/** `tensor` with `times` cells along `axis` for each that it has, and without the axis after it. */
function without(tensor: LiteTensor, axis: number, name: string, times: number): LiteTensor {
  const change = <T extends number | null>(sizes: readonly T[]): T[] =>
    sizes
      .filter((_, i) => i !== axis + 1)
      .map((size, i) => (i === axis && size !== null ? ((size * times) as T) : size));
  const { shape, signature } = tensor;
  return { ...tensor, name, shape: change(shape), signature: change(signature) };
}

/** [batch, height, 1, width, channels] or [batch, height, width, 1, channels]: rows or columns, each repeated. */
const ofCells: Rule = (op, around) => {
  const [x, output] = [op.inputs[0]!, op.outputs[0]!];
  const repeated = op.code === 'TILE' && x.shape.length === 5 ? repeatedAxis(op) : undefined;
  if (repeated !== 2 && repeated !== 3) return undefined;
  if (!ifCode(around.producer(x), 'RESHAPE') || !isReshapeTarget(output)) return undefined;
  const [axis, times] = [repeated - 1, output.shape[repeated]!];
  const image = without(x, axis, `${output.name}/image`, 1);
  const larger = without(x, axis, `${output.name}/resized`, times);
  if (!isFixed(larger) || !isExact(image.shape[axis]!, times)) return undefined;
  return replaceBy(
    op,
    reshapeOp(x, image, `${image.name}/shape`, op.sources),
    resize(image, larger, op.sources),
    reshapeOp(larger, renamed(output, output.name), `${output.name}/shape`, op.sources),
  );
};

function isWholeFactor(op: LiteOp): boolean {
  const options = optionsOf(op, 'ResizeNearestNeighborOptions');
  const [before, after] = [op.inputs[0]!.shape, op.outputs[0]!.shape];
  const isWhole = (axis: number) =>
    after[axis]! % before[axis]! === 0 && isExact(before[axis]!, after[axis]! / before[axis]!);
  return !options!.alignCorners && !options!.halfPixelCenters && isWhole(1) && isWhole(2);
}

/** Rows and columns, one after the other. */
const twice: Rule = (op, around) => {
  const code = 'RESIZE_NEAREST_NEIGHBOR';
  const before = ifCode(op, code) && ifCode(around.producer(op.inputs[0]), code);
  if (!before || !around.hasOneUse(op.inputs[0]!)) return undefined;
  if (!isWholeFactor(op) || !isWholeFactor(before)) return undefined;
  const merged = resize(before.inputs[0]!, op.outputs[0]!, sourcesOf(op, before));
  return isWholeFactor(merged) ? { ops: [merged], instead: [] } : undefined;
};

export const replaceTile: Pass = {
  name: 'replace TILE',
  about:
    'TILE has no int16 kernel, so that files of 16x8 with it do not run; RESIZE_NEAREST_NEIGHBOR has one.',
  run: (graph) => rewrite(graph, ofImage, ofCells),
};

export const mergeResizes: Pass = {
  name: 'merge nearest-neighbour resizes',
  about: 'Rows repeated, then columns: one RESIZE_NEAREST_NEIGHBOR does both.',
  run: (graph) => rewrite(graph, twice),
};
