/**
 * Nearest-neighbour upsampling, which Keras writes as repetitions along two axes. TensorFlow keeps those as RESHAPE and
 * TILE, which has no int16 kernel, so that its own 16x8 files do not run; RESIZE_NEAREST_NEIGHBOR runs in every mode.
 */
import type { LiteOp, LiteTensor, Pass } from '../lite/graph';
import { ifCode, namedAfter, optionsOf } from '../lite/ops';
import type { Surroundings } from '../lite/editor';
import { replaceBy, rewrite, sourcesOf, type Rule } from '../lite/rewrite';
import { intConstant, intsOf, renamed } from '../lite/tensors';

interface Repetition {
  readonly x: LiteTensor;
  readonly size: readonly [height: number, width: number];
  readonly taken: readonly LiteOp[];
}

/** Whether the kernel, which multiplies by a float32 scale and cuts off, finds cell ⌊i / times⌋ for every i. */
function isExact(size: number, times: number): boolean {
  const scale = Math.fround(Math.fround(size) / Math.fround(size * times));
  for (let i = 0; i < size * times; i++) {
    const cell = Math.min(Math.floor(Math.fround(i * scale)), size - 1);
    if (cell !== Math.floor(i / times)) return false;
  }
  return true;
}

/** The axis along which a TILE repeats, if it is one only. */
function tiledAxis(tile: LiteOp): { axis: number; times: number } | undefined {
  const multiples = intsOf(tile.inputs[1]);
  const axis = multiples?.findIndex((times) => times !== 1) ?? -1;
  if (axis < 0 || multiples!.some((times, i) => i !== axis && times !== 1)) return undefined;
  return { axis, times: multiples![axis]! };
}

/** RESHAPE to give each cell an axis of its own, TILE along that, RESHAPE back: height or width, several times. */
function findRepetition(op: LiteOp, around: Surroundings): Repetition | undefined {
  const tile = ifCode(around.producer(op.inputs[0]), 'TILE');
  const split = ifCode(around.producer(tile?.inputs[0]), 'RESHAPE');
  const tiled = tile && tiledAxis(tile);
  if (!tile || !split || !tiled || !around.hasOneUse(op.inputs[0]!)) return undefined;
  const [x, axis] = [split.inputs[0]!, tiled.axis - 1];
  const [before, after] = [x.signature, op.outputs[0]!.signature];
  if (before.length !== 4 || (axis !== 1 && axis !== 2) || before[axis] == null) return undefined;
  const inside = [...before.slice(0, tiled.axis), 1, ...before.slice(tiled.axis)];
  const wanted = before.map((size, i) => (i === axis ? size! * tiled.times : size));
  if (split.outputs[0]!.signature.join() !== inside.join() || after.join() !== wanted.join())
    return undefined;
  const [, height, width] = op.outputs[0]!.shape;
  if (after[1] == null || after[2] == null || !isExact(before[axis], tiled.times)) return undefined;
  return { x, size: [height!, width!], taken: [tile, split] };
}

function resize(
  op: LiteOp,
  x: LiteTensor,
  size: readonly number[],
  taken: readonly LiteOp[],
): LiteOp {
  const output = op.outputs[0]!;
  const name = namedAfter(output, ...taken.map((other) => other.outputs[0]!));
  return {
    code: 'RESIZE_NEAREST_NEIGHBOR',
    inputs: [x, intConstant(`${output.name}/size`, size)],
    outputs: [renamed(output, name)],
    options: { type: 'ResizeNearestNeighborOptions', alignCorners: false, halfPixelCenters: false },
    sources: sourcesOf(op, ...taken),
  };
}

const repetition: Rule = (op, around) => {
  const found = op.code === 'RESHAPE' ? findRepetition(op, around) : undefined;
  return found && replaceBy(op, resize(op, found.x, found.size, found.taken));
};

function isWholeFactor(op: LiteOp): boolean {
  const options = optionsOf(op, 'ResizeNearestNeighborOptions');
  const [before, after] = [op.inputs[0]!.shape, op.outputs[0]!.shape];
  const isExactAlong = (axis: number) =>
    after[axis]! % before[axis]! === 0 && isExact(before[axis]!, after[axis]! / before[axis]!);
  return (
    options !== undefined &&
    !options.alignCorners &&
    !options.halfPixelCenters &&
    [1, 2].every(isExactAlong)
  );
}

/** Height and width, one after the other. */
const twice: Rule = (op, around) => {
  const code = 'RESIZE_NEAREST_NEIGHBOR';
  const before = ifCode(op, code) && ifCode(around.producer(op.inputs[0]), code);
  if (!before || !around.hasOneUse(op.inputs[0]!)) return undefined;
  if (!isWholeFactor(op) || !isWholeFactor(before)) return undefined;
  const merged = resize(op, before.inputs[0]!, intsOf(op.inputs[1]) ?? [], [before]);
  return isWholeFactor(merged) ? replaceBy(op, merged) : undefined;
};

export const recogniseNearest: Pass = {
  name: 'recognise nearest-neighbour upsampling',
  about:
    'Rows and columns repeated with TILE become one RESIZE_NEAREST_NEIGHBOR, which has kernels for every dtype.',
  run: (graph) => rewrite(graph, repetition, twice),
};
