/**
 * Gradient of a convolution by its input, image by image: each value that is not 0 adds its weights to the places of its
 * window.
 */
import { madd } from '../../fused';
import { shareStart } from '../../share';
import { finish, hasEpilogue } from '../finish';
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

/** Bytes of a value in a list: itself, where its weights are, where its window starts. */
// @ts-ignore: decorator
@inline const ENTRY: usize = 16;

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
  const rowBytes = <usize>((outColumns(args) * outChannels(args)) << 2);
  const list = listsOf(args, thread);
  let gradient = gradientAt(args, image);
  let window = windowsOf(args, image, thread);
  for (let row = 0; row < rows; row++) {
    const end = listRow(args, gradient, window, list);
    for (let at = list; at < end; at += ENTRY) scatter(args, at);
    gradient += rowBytes;
    window += rowStep(args);
  }
}

/** Lists what is not 0 in an output row. @returns the list's end */
function listRow(args: usize, gradient: usize, window: usize, list: usize): usize {
  const columns = outColumns(args);
  const channels = outChannels(args);
  const weightBytes = (kernelRows(args) * runsPerRow(args) * vectors(args)) << 4;
  const vectorStep = i32x4.splat(weightBytes << 2);
  const firstWeights = i32x4.add(
    i32x4.splat(load<i32>(args + SHARED)),
    i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(weightBytes)),
  );
  const zero = f32x4.splat(0);
  for (let column = 0; column < columns; column++) {
    const place = i32x4.splat(<i32>window);
    let weights = firstWeights;
    let channel = 0;
    for (; channel + 4 <= channels; channel += 4) {
      const values = v128.load(gradient);
      const isFilled = i32x4.bitmask(f32x4.ne(values, zero));
      const low = v128.shuffle<i32>(values, weights, 0, 4, 1, 5);
      const high = v128.shuffle<i32>(values, weights, 2, 6, 3, 7);
      v128.store(list, v128.shuffle<i64>(low, place, 0, 2));
      list += (isFilled & 1) << 4;
      v128.store(list, v128.shuffle<i64>(low, place, 1, 2));
      list += (isFilled & 2) << 3;
      v128.store(list, v128.shuffle<i64>(high, place, 0, 2));
      list += (isFilled & 4) << 2;
      v128.store(list, v128.shuffle<i64>(high, place, 1, 2));
      list += (isFilled & 8) << 1;
      weights = i32x4.add(weights, vectorStep);
      gradient += 16;
    }
    for (; channel < channels; channel++) {
      const value = load<f32>(gradient);
      store<f32>(list, value);
      store<i32>(list, load<i32>(args + SHARED) + channel * weightBytes, 4);
      store<i32>(list, <i32>window, 8);
      if (value != 0) list += ENTRY;
      gradient += 4;
    }
    window += columnStep(args);
  }
  return list;
}

function scatter(args: usize, entry: usize): void {
  const value = v128.load32_splat(entry);
  let weights = <usize>load<i32>(entry, 4);
  let row = <usize>load<i32>(entry, 8);
  const runs = runsPerRow(args);
  const count = vectors(args);
  for (let r = kernelRows(args); r > 0; r--) {
    let run = row;
    for (let c = runs; c > 0; c--) {
      let to = run;
      for (let i = count >> 2; i > 0; i--) {
        v128.store(to, madd(value, v128.load(weights), v128.load(to)));
        v128.store(to, madd(value, v128.load(weights, 16), v128.load(to, 16)), 16);
        v128.store(to, madd(value, v128.load(weights, 32), v128.load(to, 32)), 32);
        v128.store(to, madd(value, v128.load(weights, 48), v128.load(to, 48)), 48);
        weights += 64;
        to += 64;
      }
      for (let i = count & 3; i > 0; i--) {
        v128.store(to, madd(value, v128.load(weights), v128.load(to)));
        weights += 16;
        to += 16;
      }
      run += runStep(args);
    }
    row += kernelRowStep(args);
  }
}
