/** Ops that make one string of several. */
import { elementCount } from '../../element-types';
import type { KernelCall } from '../../kernel';
import type { RuntimeKernels } from '../../runtime';
import { shapeText } from '../../shape';
import type { Tensor } from '../../tensor';
import { edges } from '../summary';
import { encodeText, stringsOf, stringTensor } from './elements';

export const JOINING: RuntimeKernels = {
  StringJoin: join,
  ReduceJoin: reduceJoin,
  StringFormat: format,
};

function join(call: KernelCall): readonly Tensor[] {
  const separator = call.text('separator', '');
  const shape = call.inputs.find((input) => input.shape.length > 0)?.shape ?? [];
  for (const input of call.inputs) {
    if (input.shape.length === 0 || shapeText(input.shape) === shapeText(shape)) continue;
    call.fail(
      'INVALID_ARGUMENT',
      `Input shapes do not match: ${shapeText(shape)} vs. ${shapeText(input.shape)}`,
    );
  }
  const joined = Array.from({ length: elementCount(shape) }, (_, i) => {
    const parts = call.inputs.map((input) => stringsOf(input)[input.shape.length > 0 ? i : 0]!);
    return joinBytes(parts, separator);
  });
  return [stringTensor(shape, joined)];
}

function joinBytes(parts: readonly Uint8Array[], separator: string): Uint8Array {
  const between = encodeText(separator);
  const size = parts.reduce((sum, { length }) => sum + length + between.length, -between.length);
  const joined = new Uint8Array(Math.max(size, 0));
  let offset = 0;
  parts.forEach((part, i) => {
    if (i > 0) {
      joined.set(between, offset);
      offset += between.length;
    }
    joined.set(part, offset);
    offset += part.length;
  });
  return joined;
}

/** Joins along the first of the given axes first. */
function reduceJoin(call: KernelCall): readonly Tensor[] {
  const input = call.input(0);
  const rank = input.shape.length;
  const axes = Array.from(call.input(1).data as ArrayLike<number>, (axis) => {
    if (axis >= -rank && axis < rank) return axis < 0 ? axis + rank : axis;
    call.fail(
      'OUT_OF_RANGE',
      `Invalid reduction dimension ${axis} for input with ${rank} dimension(s)`,
    );
  });
  const separator = call.text('separator', '');
  const kept = input.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]));
  const shape = kept.map((axis) => input.shape[axis]!);
  const inner = axes.map((axis) => input.shape[axis]!);
  const indexOf = flatIndex(input.shape, [...kept, ...axes.toReversed()]);
  const perResult = elementCount(inner);
  const joined = Array.from({ length: elementCount(shape) }, (_, i) => {
    const parts = Array.from(
      { length: perResult },
      (_, j) => stringsOf(input)[indexOf(i * perResult + j)]!,
    );
    return joinBytes(parts, separator);
  });
  const keptShape = input.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return [stringTensor(call.bool('keep_dims', false) ? keptShape : shape, joined)];
}

/** Of an element that is counted with the axes in another order. */
function flatIndex(shape: readonly number[], order: readonly number[]): (flat: number) => number {
  const stride = (axis: number) => elementCount(shape.slice(axis + 1));
  return (flat) => {
    let rest = flat;
    let index = 0;
    for (const axis of order.toReversed()) {
      index += (rest % shape[axis]!) * stride(axis);
      rest = Math.floor(rest / shape[axis]!);
    }
    return index;
  };
}

function format(call: KernelCall): readonly Tensor[] {
  const parts = call.text('template', '%s').split(call.text('placeholder', '%s'));
  const shown = call.int('summarize', 3);
  const text = parts.reduce((sum, part, i) => `${sum}${edges(call.input(i - 1), shown)}${part}`);
  return [stringTensor([], [encodeText(text)])];
}
