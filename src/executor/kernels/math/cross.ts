/** Cross products of vectors of three. */
import type { Kernel, Kernels } from '../../kernel';
import { shapeText } from '../../shape';
import { invalid, newNumbers, numbersOf, sameShape, sizeOf, tensorOf, widened } from '../shared';

const cross: Kernel = (call) => {
  const [a, b] = [call.input(0), call.input(1)];
  if (!sameShape(a.shape, b.shape)) {
    invalid(`Both inputs must be of same shape: ${shapeText(a.shape)} vs. ${shapeText(b.shape)}`);
  }
  if (a.shape.at(-1) !== 3) {
    call.fail('FAILED_PRECONDITION', 'Cross-products are only defined for 3-element vectors.');
  }
  const [x, y] = [numbersOf(a), numbersOf(b)];
  const out = newNumbers(a.dtype, sizeOf(a));
  for (let i = 0; i < out.length; i++) {
    const start = i - (i % 3);
    const axis = i - start;
    const [j, k] = [start + ((axis + 1) % 3), start + ((axis + 2) % 3)];
    out[i] = x[j]! * y[k]! - x[k]! * y[j]!;
  }
  return [tensorOf(a.dtype, a.shape, out)];
};

export const CROSS: Kernels = widened({ Cross: cross });
