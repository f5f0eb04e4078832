/** The largest of each row. */
import type { Kernel, Kernels } from '../../kernel';
import { elementCount } from '../../element-types';
import { shapeText } from '../../shape';
import { makeTensor } from '../../tensor';
import {
  integersOf,
  invalid,
  literal,
  newNumbers,
  numbersOf,
  scalarOf,
  tensorOf,
  widened,
} from '../shared';

const topK: Kernel = (call) => {
  const x = call.input(0);
  const isAttr = call.node.op === 'TopK';
  const kInput = isAttr ? undefined : call.input(1);
  if (kInput && kInput.shape.length > 0) {
    invalid(`k must be scalar, got shape ${shapeText(kInput.shape)}`);
  }
  const k = kInput ? scalarOf(kInput) : call.int('k');
  if (k < 0) invalid(`Need k >= 0, got ${k}`);
  if (x.shape.length < 1) invalid(`input must be >= 1-D, got shape ${shapeText(x.shape)}`);
  const columns = x.shape.at(-1)!;
  if (columns < k) invalid(`input must have at least k columns. Had ${columns}, needed ${k}`);
  const shape = x.shape.with(-1, k);
  const indexType = call.type('index_type', 'int32');
  const values = newNumbers(x.dtype, elementCount(shape));
  const indices = newNumbers(indexType, elementCount(shape));
  const source = numbersOf(x);
  const rows = elementCount(x.shape.slice(0, -1));
  for (let row = 0; row < rows; row++) {
    const order = Array.from({ length: columns }, (_, i) => i);
    order.sort((a, b) => compare(source[row * columns + b]!, source[row * columns + a]!) || a - b);
    for (let i = 0; i < k; i++) {
      values[row * k + i] = source[row * columns + order[i]!]!;
      indices[row * k + i] = literal(indexType, order[i]!);
    }
  }
  return [tensorOf(x.dtype, shape, values), tensorOf(indexType, shape, indices)];
};

function compare(a: number, b: number): number {
  return a > b ? 1 : a < b ? -1 : 0;
}

/** Whether fewer than k classes are rated higher than the target. */
const inTopK: Kernel = (call) => {
  const [predictions, targets] = [call.input(0), call.input(1)];
  if (predictions.shape.length !== 2) invalid('predictions must be 2-dimensional');
  if (targets.shape.length !== 1) invalid('targets must be 1-dimensional');
  const [rows, classes] = predictions.shape as [number, number];
  if (rows !== targets.shape[0]) {
    invalid(
      `First dimension of predictions ${rows} must match length of targets ${targets.shape[0]}`,
    );
  }
  const k = call.node.op === 'InTopK' ? call.int('k') : scalarOf(call.input(2));
  const scores = numbersOf(predictions);
  const out = integersOf(targets).map((target, row) => {
    const own = scores[row * classes + target];
    if (own === undefined || target < 0 || target >= classes) return 0;
    let higher = 0;
    for (let c = 0; c < classes; c++) {
      const score = scores[row * classes + c]!;
      if (!Number.isFinite(score)) return 0;
      if (score > own) higher++;
    }
    return higher < k ? 1 : 0;
  });
  return [makeTensor('bool', [rows], Uint8Array.from(out))];
};

export const TOP: Kernels = widened({
  TopK: topK,
  TopKV2: topK,
  InTopK: inTopK,
  InTopKV2: inTopK,
});
