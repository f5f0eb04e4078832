/** The gradients of a dense layer by its weights and its bias, and where they go from there. */
import { shareStart } from '../share';
import { product } from './product';
import { copyRow } from './rows';
import { COLUMNS, DEPTH, ROWS, sumsAt } from './scratch';
import { UPDATE_FLOATS, UPDATE_INTS, updateStretch } from './update';

/** Most inputs in a row that a thread takes at a time; threads take turns, since images are empty at their edges. */
const STRIP: i32 = 32;

/** Arguments: x, gradient, out, biasOut, rows, inputs, units, ints of two updates; floats of both. */
export function denseWeightGradient(args: usize, thread: i32, threads: i32): void {
  const x = <usize>load<i32>(args);
  const gradient = <usize>load<i32>(args, 4);
  const out = <usize>load<i32>(args, 8);
  const rows = load<i32>(args, 16);
  const inputs = load<i32>(args, 20);
  const units = load<i32>(args, 24);
  const inputsBytes = <usize>inputs << 2;
  const unitsBytes = <usize>units << 2;
  // Panels are there to stay if one chunk takes all rows; else larger strips pay for making them again.
  const isOneStep = rows <= DEPTH;
  const share = ((inputs + threads - 1) / threads + 3) & ~3;
  const strip = min(share, isOneStep ? STRIP : ROWS);
  const ints = args + 28;
  const floats = ints + 2 * UPDATE_INTS;
  const hasUpdate = load<i32>(ints) != 0;
  for (let unit = 0; unit < units && (out || hasUpdate); unit += COLUMNS) {
    const width = min(COLUMNS, units - unit);
    const b = gradient + (<usize>unit << 2);
    let hasPanels = false;
    let isFinite = true;
    for (let input = thread * strip; input < inputs; input += threads * strip) {
      const count = min(strip, inputs - input);
      const a = x + (<usize>input << 2);
      isFinite = product(
        thread, a, 4, inputsBytes, b, unitsBytes, 4, count, rows, width, hasPanels, isFinite,
      );
      hasPanels = isOneStep;
      for (let row = 0; row < count; row++) {
        const index = (input + row) * units + unit;
        if (hasUpdate) updateStretch(ints, floats, sumsAt(thread, row), index, width);
        else copyRow(out + (<usize>index << 2), sumsAt(thread, row), width);
      }
    }
  }
  biasGradient(args, gradient, rows, units, thread, threads);
}

/** Sums of the gradient's columns; shares are whole lines of the cache. */
function biasGradient(
  args: usize,
  gradient: usize,
  rows: i32,
  units: i32,
  thread: i32,
  threads: i32,
): void {
  const biasOut = <usize>load<i32>(args, 12);
  const ints = args + 28 + UPDATE_INTS;
  const hasUpdate = load<i32>(ints) != 0;
  if (!biasOut && !hasUpdate) return;
  const lines = (units + 15) >> 4;
  const end = min(units, shareStart(lines, thread + 1, threads) << 4);
  const sums = sumsAt(thread, 0);
  for (let unit = shareStart(lines, thread, threads) << 4; unit < end; unit += 16) {
    const width = min(16, end - unit);
    sumColumns(sums, gradient + (<usize>unit << 2), <usize>units << 2, rows, width);
    if (hasUpdate) {
      updateStretch(ints, ints + UPDATE_INTS + UPDATE_FLOATS, sums, unit, width);
    } else {
      copyRow(biasOut + (<usize>unit << 2), sums, width);
    }
  }
}

function sumColumns(sums: usize, from: usize, rowBytes: usize, rows: i32, width: i32): void {
  if (width == 16) return sumLine(sums, from, rowBytes, rows);
  let column = 0;
  for (; column + 4 <= width; column += 4, from += 16, sums += 16) {
    let sum = f32x4.splat(0);
    for (let row: usize = 0; row < <usize>rows; row++) {
      sum = f32x4.add(sum, v128.load(from + row * rowBytes));
    }
    v128.store(sums, sum);
  }
  for (; column < width; column++, from += 4, sums += 4) {
    let sum: f32 = 0;
    for (let row: usize = 0; row < <usize>rows; row++) sum += load<f32>(from + row * rowBytes);
    store<f32>(sums, sum);
  }
}

/** A whole line of the cache at a time. */
function sumLine(sums: usize, from: usize, rowBytes: usize, rows: i32): void {
  let sum0 = f32x4.splat(0);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  for (; rows > 0; rows--, from += rowBytes) {
    sum0 = f32x4.add(sum0, v128.load(from));
    sum1 = f32x4.add(sum1, v128.load(from, 16));
    sum2 = f32x4.add(sum2, v128.load(from, 32));
    sum3 = f32x4.add(sum3, v128.load(from, 48));
  }
  v128.store(sums, sum0);
  v128.store(sums, sum1, 16);
  v128.store(sums, sum2, 32);
  v128.store(sums, sum3, 48);
}
