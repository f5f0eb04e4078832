/** Choosing between tensors; adding up many. */
import { elementCount } from '../../element-types';
import type { Kernel, KernelCall, Kernels } from '../../kernel';
import { shapeText } from '../../shape';
import type { Tensor } from '../../tensor';
import {
  broadcastShape,
  ElementWriter,
  forEachRow,
  literal,
  newNumbers,
  numbersOf,
  rowsOf,
  sameShape,
  sizeOf,
  splitAt,
  tensorOf,
  widened,
  invalid,
} from '../shared';

const selectV2: Kernel = (call) => {
  const [condition, yes, no] = [call.input(0), call.input(1), call.input(2)];
  const shapes = [condition.shape, yes.shape, no.shape];
  const shape = broadcastShape(shapes);
  if (!shape) {
    const [c, t, e] = shapes.map(shapeText);
    invalid(`condition ${c}, then ${t}, and else ${e} must be broadcastable`);
  }
  const writer = new ElementWriter(yes.dtype, shape);
  const chosen = condition.data as Uint8Array;
  const rows = rowsOf(shape, shapes);
  const [c, t, e] = [rows.steps[0]!, rows.steps[1]!, rows.steps[2]!];
  forEachRow(rows, (row, at) => {
    for (let k = 0; k < rows.count; k++) {
      const isYes = chosen[at[0]! + k * c];
      const from = isYes ? at[1]! + k * t : at[2]! + k * e;
      writer.copy(row * rows.count + k, (isYes ? yes : no).data, from, 1);
    }
  });
  return [writer.tensor()];
};

/** The condition is a scalar, a vector over the first dimension, or has the shape of the others. */
const select: Kernel = (call) => {
  const [condition, yes, no] = [call.input(0), call.input(1), call.input(2)];
  if (!sameShape(yes.shape, no.shape)) invalid(unlike(call, yes, 0, no, 2));
  const flags = condition.data as Uint8Array;
  if (condition.shape.length === 0) return [flags[0] ? yes : no];
  const isRows = condition.shape.length === 1 && yes.shape.length !== 1;
  if (isRows) checkRows(call, condition, yes);
  else if (!sameShape(condition.shape, yes.shape)) {
    invalid(unlike(call, condition, 0, yes, 1));
  }
  const run = isRows ? splitAt(yes.shape, 0).after : 1;
  const writer = new ElementWriter(yes.dtype, yes.shape);
  for (let i = 0; i < flags.length; i++) {
    writer.copy(i * run, (flags[i] ? yes : no).data, i * run, run);
  }
  return [writer.tensor()];
};

function checkRows(call: KernelCall, condition: Tensor, yes: Tensor): void {
  if (yes.shape.length === 0) {
    invalid(`'then' must be at least a vector, but saw shape: []`);
  }
  if (yes.shape[0] !== condition.shape[0]) {
    invalid(
      `Number of batches of 'then' must match size of 'cond', but saw: ${yes.shape[0]} vs. ${condition.shape[0]}`,
    );
  }
}

function unlike(call: KernelCall, a: Tensor, i: number, b: Tensor, j: number): string {
  return (
    `Inputs to operation ${call.node.name} of type ${call.node.op} must have the same size and shape.` +
    `  Input ${i}: ${shapeText(a.shape)} != input ${j}: ${shapeText(b.shape)}`
  );
}

const addN: Kernel = (call) => {
  const first = call.input(0);
  const other = call.inputs.findIndex(({ shape }) => !sameShape(shape, first.shape));
  if (other > 0) invalid(unlike(call, first, 0, call.input(other), other));
  const out = newNumbers(first.dtype, sizeOf(first));
  const zero = literal(first.dtype, 0);
  for (let i = 0; i < out.length; i++) {
    let sum = zero;
    for (const { data } of call.inputs) sum += (data as Float64Array)[i]!;
    out[i] = sum;
  }
  return [tensorOf(first.dtype, first.shape, out)];
};

const clip: Kernel = (call) => {
  const [x, low, high] = [call.input(0), call.input(1), call.input(2)];
  const fits = (bound: Tensor): boolean =>
    elementCount(bound.shape) === 1 || sameShape(bound.shape, x.shape);
  if (!fits(low) || !fits(high)) {
    invalid(
      'clip_value_min and clip_value_max must be either of the same shape as input, or a scalar. ' +
        `input shape: ${shapeText(x.shape)}clip_value_min shape: ${shapeText(low.shape)}` +
        `clip_value_max shape: ${shapeText(high.shape)}`,
    );
  }
  const [source, lows, highs] = [numbersOf(x), numbersOf(low), numbersOf(high)];
  const [lowStep, highStep] = [lows.length === 1 ? 0 : 1, highs.length === 1 ? 0 : 1];
  const out = newNumbers(x.dtype, sizeOf(x));
  for (let i = 0; i < out.length; i++) {
    const [min, max] = [lows[i * lowStep]!, highs[i * highStep]!];
    const capped = source[i]! > max ? max : source[i]!;
    out[i] = capped < min ? min : capped;
  }
  return [tensorOf(x.dtype, x.shape, out)];
};

export const CHOOSE: Kernels = {
  Select: select,
  SelectV2: selectV2,
  ...widened({ AddN: addN, ClipByValue: clip }),
};
