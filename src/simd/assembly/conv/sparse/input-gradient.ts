/**
 * Gradient of a convolution by its input, image by image: each value that is not 0 adds its weights to the places of its
 * window. Values of one pixel share a window, whose places stay in registers for all of them.
 */
import { shareStart } from '../../share';
import { finish, hasEpilogue } from '../finish';
import { addRun, ENTRY } from './add-run';
import { isSparse } from './density';
import {
  clearBuffer,
  columnStep,
  copyOutOfBuffer,
  gradientAt,
  imageAt,
  imageBytes,
  images,
  isInPlace,
  kernelRows,
  kernelRowStep,
  listsOf,
  outChannels,
  outColumns,
  outRows,
  rowStep,
  runsPerRow,
  runStep,
  SHARED,
  vectors,
  windowsOf,
} from './geometry';

/** Arguments: those of `geometry.ts`, weights from `turnWeights`; the gate. Leaves images with a dense gradient alone. */
export function sparseInputGradient(args: usize, thread: i32, threads: i32): void {
  const words = args + SHARED + 4;
  const count = imageBytes(args) >> 2;
  const end = shareStart(images(args), thread + 1, threads);
  for (let image = shareStart(images(args), thread, threads); image < end; image++) {
    if (!isSparse(gradientAt(args, image), load<i32>(args, 24))) continue;
    const out = imageAt(args, image);
    if (isInPlace(args)) memory.fill(out, 0, <usize>count << 2);
    else clearBuffer(args, thread);
    scatterImage(args, image, thread);
    if (!isInPlace(args)) copyOutOfBuffer(args, image, thread);
    if (hasEpilogue(words)) finish(words, out, count, image * count);
  }
}

function scatterImage(args: usize, image: i32, thread: i32): void {
  const rows = outRows(args);
  const columns = outColumns(args);
  const pixelBytes = (<usize>outChannels(args)) << 2;
  const list = listsOf(args, thread);
  let gradient = gradientAt(args, image);
  let row = windowsOf(args, image, thread);
  for (let r = 0; r < rows; r++) {
    let window = row;
    for (let column = 0; column < columns; column++) {
      const end = listPixel(args, gradient, list);
      if (list < end) scatter(args, list, end, window);
      gradient += pixelBytes;
      window += columnStep(args);
    }
    row += rowStep(args);
  }
}

/** Lists what is not 0 in an output pixel. @returns the list's end */
// @ts-ignore: decorator
@inline
function listPixel(args: usize, gradient: usize, list: usize): usize {
  const channels = outChannels(args);
  const weightBytes = (kernelRows(args) * runsPerRow(args) * vectors(args)) << 4;
  const vectorStep = i32x4.splat(weightBytes << 2);
  const firstWeights = load<i32>(args + SHARED);
  const zero = f32x4.splat(0);
  let weights = i32x4.add(
    i32x4.splat(firstWeights),
    i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(weightBytes)),
  );
  let channel = 0;
  for (; channel + 4 <= channels; channel += 4) {
    const values = v128.load(gradient);
    const isFilled = i32x4.bitmask(f32x4.ne(values, zero));
    const low = v128.shuffle<i32>(values, weights, 0, 4, 1, 5);
    const high = v128.shuffle<i32>(values, weights, 2, 6, 3, 7);
    v128.store64_lane(list, low, 0);
    list += (isFilled & 1) << 3;
    v128.store64_lane(list, low, 1);
    list += (isFilled & 2) << 2;
    v128.store64_lane(list, high, 0);
    list += (isFilled & 4) << 1;
    v128.store64_lane(list, high, 1);
    list += isFilled & 8;
    weights = i32x4.add(weights, vectorStep);
    gradient += 16;
  }
  for (; channel < channels; channel++) {
    const value = load<f32>(gradient);
    store<f32>(list, value);
    store<i32>(list, firstWeights + channel * weightBytes, 4);
    if (value != 0) list += ENTRY;
    gradient += 4;
  }
  return list;
}

/** Adds the weights of a pixel's values to the places of its window. */
function scatter(args: usize, first: usize, end: usize, window: usize): void {
  const runs = runsPerRow(args);
  const count = vectors(args);
  let row = window;
  let offset: usize = 0;
  for (let r = kernelRows(args); r > 0; r--) {
    let run = row;
    for (let c = runs; c > 0; c--) {
      addRun(first, end, run, offset, count);
      offset += <usize>count << 4;
      run += runStep(args);
    }
    row += kernelRowStep(args);
  }
}
