/** Gradients of pooling: each result's gradient is added to the places of its window, image by image. */
import { shareStart } from '../share';
import { finish, hasEpilogue, RELU } from './finish';

/**
 * Arguments: as `pool`, but behind the shared words the pooling's result and its gradient, then the windows, then the
 * epilogue. A maximum's gradient goes to the first place that has it.
 */
export function poolGradient(args: usize, thread: i32, threads: i32): void {
  const images = load<i32>(args, 12);
  const end = shareStart(images, thread + 1, threads);
  for (let image = shareStart(images, thread, threads); image < end; image++) {
    imageGradient(args, image);
  }
}

function imageGradient(args: usize, image: i32): void {
  const table = args + 52;
  const rows = load<i32>(args, 28);
  const inBytes = load<i32>(args, 20);
  const out = <usize>(load<i32>(args, 8) + image * inBytes);
  memory.fill(out, 0, inBytes);
  for (let row = 0; row < rows; row++) rowGradient(args, table, image, row);
  const words = gateOf(args);
  const count = inBytes >> 2;
  if (!isFused(args) && hasEpilogue(words)) finish(words, out, count, image * count);
}

function gateOf(args: usize): usize {
  return args + 52 + ((<usize>(load<i32>(args, 28) + load<i32>(args, 32))) << 3);
}

/** Whether the gate can be told from the maximum: a relu whose result is what was pooled. */
function isFused(args: usize): bool {
  const words = gateOf(args);
  return (
    load<i32>(args) != 0 &&
    load<i32>(words) == load<i32>(args, 4) &&
    load<i32>(words, 4) == RELU &&
    load<i32>(words, 8) == 0
  );
}

function rowGradient(args: usize, table: usize, image: i32, row: i32): void {
  const columns = load<i32>(args, 32);
  const pixelBytes = load<i32>(args, 16) << 2;
  const rowWindow = table + ((<usize>row) << 3);
  const rowTaps = load<i32>(rowWindow, 4);
  const place = image * load<i32>(args, 20) + load<i32>(rowWindow);
  let result = image * load<i32>(args, 24) + row * columns * pixelBytes;
  let window = table + ((<usize>load<i32>(args, 28)) << 3);
  for (let column = 0; column < columns; column++) {
    const at = place + load<i32>(window);
    const columnTaps = load<i32>(window, 4);
    if (load<i32>(args)) maximumGradient(args, at, result, rowTaps, columnTaps);
    else averageGradient(args, at, result, rowTaps, columnTaps);
    window += 8;
    result += pixelBytes;
  }
}

/** @param place of the window's first tap in the input, `result` of its result in the output, both in bytes */
function maximumGradient(
  args: usize,
  place: i32,
  result: i32,
  rowTaps: i32,
  columnTaps: i32,
): void {
  const bytes = load<i32>(args, 16) << 2;
  const x = <usize>(load<i32>(args, 4) + place);
  const out = <usize>(load<i32>(args, 8) + place);
  const y = <usize>(load<i32>(args, 44) + result);
  const gradient = <usize>(load<i32>(args, 48) + result);
  const floor: f32 = isFused(args) ? 0 : -Infinity;
  const lowest = f32x4.splat(floor);
  const down = <usize>load<i32>(args, 36);
  const right = <usize>load<i32>(args, 40);
  const isFour = rowTaps == 2 && columnTaps == 2;
  let at: usize = 0;
  for (; at + 16 <= <usize>bytes; at += 16) {
    const highest = v128.load(y + at);
    const value = v128.and(v128.load(gradient + at), f32x4.gt(highest, lowest));
    if (isFour) toFirstOfFour(x + at, out + at, highest, value, down, right);
    else vectorToFirst(x + at, out + at, highest, value, down, right, rowTaps, columnTaps);
  }
  for (; at < <usize>bytes; at += 4) {
    const highest = load<f32>(y + at);
    if (highest <= floor) continue;
    toFirst(args, x + at, out + at, highest, load<f32>(gradient + at), rowTaps, columnTaps);
  }
}

// @ts-ignore: decorator
@inline
function toFirstOfFour(
  x: usize,
  out: usize,
  highest: v128,
  left: v128,
  down: usize,
  right: usize,
): void {
  left = addWhere(x, out, highest, left);
  left = addWhere(x + right, out + right, highest, left);
  left = addWhere(x + down, out + down, highest, left);
  addWhere(x + down + right, out + down + right, highest, left);
}

/** Adds where the value is the highest. @returns what is left elsewhere */
// @ts-ignore: decorator
@inline
function addWhere(x: usize, out: usize, highest: v128, left: v128): v128 {
  const isHere = f32x4.eq(v128.load(x), highest);
  v128.store(out, f32x4.add(v128.load(out), v128.and(left, isHere)));
  return v128.andnot(left, isHere);
}

function vectorToFirst(
  x: usize,
  out: usize,
  highest: v128,
  left: v128,
  down: usize,
  right: usize,
  rowTaps: i32,
  columnTaps: i32,
): void {
  for (let r = 0; r < rowTaps; r++) {
    let at: usize = 0;
    for (let c = 0; c < columnTaps; c++) {
      left = addWhere(x + at, out + at, highest, left);
      at += right;
    }
    x += down;
    out += down;
  }
}

function toFirst(
  args: usize,
  x: usize,
  out: usize,
  highest: f32,
  value: f32,
  rowTaps: i32,
  columnTaps: i32,
): void {
  const down = <usize>load<i32>(args, 36);
  const right = <usize>load<i32>(args, 40);
  for (let r = 0; r < rowTaps; r++) {
    let at: usize = 0;
    for (let c = 0; c < columnTaps; c++) {
      if (load<f32>(x + at) == highest) {
        store<f32>(out + at, load<f32>(out + at) + value);
        return;
      }
      at += right;
    }
    x += down;
    out += down;
  }
}

function averageGradient(
  args: usize,
  place: i32,
  result: i32,
  rowTaps: i32,
  columnTaps: i32,
): void {
  const bytes = <usize>(load<i32>(args, 16) << 2);
  const down = <usize>load<i32>(args, 36);
  const right = <usize>load<i32>(args, 40);
  const gradient = <usize>(load<i32>(args, 48) + result);
  const share: f32 = <f32>1 / <f32>(rowTaps * columnTaps);
  let line = <usize>(load<i32>(args, 8) + place);
  for (let r = 0; r < rowTaps; r++) {
    let at = line;
    for (let c = 0; c < columnTaps; c++) {
      addShare(at, gradient, bytes, share);
      at += right;
    }
    line += down;
  }
}

function addShare(to: usize, from: usize, bytes: usize, share: f32): void {
  const factor = f32x4.splat(share);
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    const sum = f32x4.add(v128.load(to + at), f32x4.mul(v128.load(from + at), factor));
    v128.store(to + at, sum);
  }
  for (; at < bytes; at += 4) {
    store<f32>(to + at, load<f32>(to + at) + load<f32>(from + at) * share);
  }
}
