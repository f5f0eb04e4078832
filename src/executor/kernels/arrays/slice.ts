/** Boxes cut out of tensors. */
import type { Kernel, Kernels } from '../../kernel';
import { shapeText } from '../../shape';
import { integersOf, invalid, strided, stridesOf } from '../shared';
import { stridedSlice } from './strided-slice';

const slice: Kernel = (call) => {
  const [x, begin, size] = [call.input(0), call.input(1), call.input(2)];
  const rank = x.shape.length;
  for (const { shape } of [begin, size]) {
    if (shape.length !== 1 || shape[0] !== rank) {
      invalid(
        `Expected begin and size arguments to be 1-D tensors of size ${rank}, but got shapes ${shapeText(begin.shape)} and ${shapeText(size.shape)} instead.`,
      );
    }
  }
  const starts = integersOf(begin);
  const shape = integersOf(size).map((count, axis) => {
    const [start, total] = [starts[axis]!, x.shape[axis]!];
    const length = count === -1 ? total - start : count;
    if (start < 0 || start > total) {
      invalid(`Expected begin[${axis}] in [0, ${total}], but got ${start}`);
    }
    if (length < 0 || start + length > total) {
      invalid(`Expected size[${axis}] in [0, ${total - start}], but got ${length}`);
    }
    return length;
  });
  const strides = stridesOf(x.shape);
  const offset = starts.reduce((sum, start, axis) => sum + start * strides[axis]!, 0);
  return [strided(x, shape, strides, offset)];
};

export const SLICE: Kernels = { Slice: slice, StridedSlice: stridedSlice };
