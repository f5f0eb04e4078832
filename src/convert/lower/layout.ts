/** Ops that move elements and change none. */
import type { LiteTensor } from '../lite/graph';
import { typeOf } from '#formats/tflite';
import { arrayOf } from './constants';
import type { NodeContext, Rule } from './node-context';

/** Axes, sizes and edges are int32 in TFLite. Refuses the node where they depend on what goes in. */
export function int32Operand(at: NodeContext, i: number, name: string): LiteTensor {
  const elements = at.integers(i, name);
  if (at.dtype(i) === 'int32') return at.input(i);
  return at.value(arrayOf(elements, at.shape(i), 'int32'), name);
}

/** To the shape that was inferred, unless the target is known, which may hold a −1. */
const reshape: Rule = (at) => {
  const [x, result] = [at.input(0), at.output()];
  const isSame =
    x.shape.join() === result.shape.join() && x.signature.join() === result.signature.join();
  if (isSame) return at.bind(x);
  const isGiven = at.node.op === 'Reshape' && at.constant(1) !== undefined;
  const target = isGiven ? int32Operand(at, 1, 'shape') : at.shapeOperand(result, 'shape');
  at.emit('RESHAPE', [x, target]);
};

const transpose: Rule = (at) =>
  at.emit('TRANSPOSE', [at.input(0), int32Operand(at, 1, 'perm')], { type: 'TransposeOptions' });

const pad: Rule = (at) =>
  at.emit('PAD', [at.input(0), int32Operand(at, 1, 'paddings')], { type: 'PadOptions' });

const padWith: Rule = (at) => {
  const operands = [int32Operand(at, 1, 'paddings'), at.input(2)];
  at.emit('PADV2', [at.input(0), ...operands], { type: 'PadV2Options' });
};

const mirrorPad: Rule = (at) => {
  const mode = at.attr<'REFLECT' | 'SYMMETRIC'>('mode');
  const operand = int32Operand(at, 1, 'paddings');
  at.emit('MIRROR_PAD', [at.input(0), operand], { type: 'MirrorPadOptions', mode });
};

const tile: Rule = (at) =>
  at.emit('TILE', [at.input(0), int32Operand(at, 1, 'multiples')], { type: 'TileOptions' });

/** To a shape that the batch may decide, which then is computed. */
const broadcast: Rule = (at) => {
  const operand = at.constant(1) ? int32Operand(at, 1, 'shape') : at.input(1);
  at.emit('BROADCAST_TO', [at.input(0), operand], { type: 'BroadcastToOptions' });
};

const reverse: Rule = (at) => at.emit('REVERSE_V2', [at.input(0), int32Operand(at, 1, 'axis')]);

const shape: Rule = (at) =>
  at.emit('SHAPE', [at.input(0)], {
    type: 'ShapeOptions',
    outType: typeOf(at.output().dtype),
  });

const fill: Rule = (at) => at.emit('FILL', [at.input(0), at.input(1)], { type: 'FillOptions' });

export const LAYOUT: Readonly<Record<string, Rule>> = {
  Reshape: reshape,
  Squeeze: reshape,
  ExpandDims: reshape,
  Transpose: transpose,
  Pad: pad,
  PadV2: padWith,
  MirrorPad: mirrorPad,
  Tile: tile,
  BroadcastTo: broadcast,
  ReverseV2: reverse,
  Shape: shape,
  Fill: fill,
};
