/**
 * Pooling. Arguments of both ways start with: 1 for the maximum, input, out, images, channels, bytes of an input image
 * and of an output image, output rows, output columns, bytes from tap to tap down and to the right.
 */
import { shareStart } from '../share';

/** Behind those: for each output row, then for each column, where its first tap lies in bytes, and how many there are. */
export function pool(args: usize, thread: i32, threads: i32): void {
  const outRows = load<i32>(args, 28);
  const rows = load<i32>(args, 12) * outRows;
  const end = shareStart(rows, thread + 1, threads);
  for (let i = shareStart(rows, thread, threads); i < end; i++) {
    poolRow(args, i / outRows, i % outRows);
  }
}

function poolRow(args: usize, image: i32, row: i32): void {
  const table = args + 44;
  const columns = load<i32>(args, 32);
  const channels = load<i32>(args, 16);
  const isMax = load<i32>(args) != 0;
  const rowWindow = table + ((<usize>row) << 3);
  const rowTaps = load<i32>(rowWindow, 4);
  const x = load<i32>(args, 4) + image * load<i32>(args, 20) + load<i32>(rowWindow);
  const place = image * load<i32>(args, 24) + row * columns * channels * 4;
  let out = <usize>(load<i32>(args, 8) + place);
  let window = table + ((<usize>load<i32>(args, 28)) << 3);
  for (let column = 0; column < columns; column++) {
    const at = <usize>(x + load<i32>(window));
    const columnTaps = load<i32>(window, 4);
    if (isMax && rowTaps == 2 && columnTaps == 2) maximumOfFour(args, at, out);
    else poolPixel(args, at, out, rowTaps, columnTaps);
    window += 8;
    out += (<usize>channels) << 2;
  }
}

/** A window of 2 x 2, as nearly every network has it. */
function maximumOfFour(args: usize, x: usize, out: usize): void {
  const bytes = (<usize>load<i32>(args, 16)) << 2;
  const down = <usize>load<i32>(args, 36);
  const right = <usize>load<i32>(args, 40);
  const diagonal = down + right;
  const end = x + bytes;
  for (; x + 16 <= end; x += 16, out += 16) {
    const above = f32x4.pmax(v128.load(x), v128.load(x + right));
    const below = f32x4.pmax(v128.load(x + down), v128.load(x + diagonal));
    v128.store(out, f32x4.pmax(above, below));
  }
  for (; x < end; x += 4, out += 4) {
    const above = max<f32>(load<f32>(x), load<f32>(x + right));
    const below = max<f32>(load<f32>(x + down), load<f32>(x + diagonal));
    store<f32>(out, max<f32>(above, below));
  }
}

function poolPixel(args: usize, x: usize, out: usize, rowTaps: i32, columnTaps: i32): void {
  const bytes = (<usize>load<i32>(args, 16)) << 2;
  const isMax = load<i32>(args) != 0;
  const share: f32 = <f32>1 / <f32>(rowTaps * columnTaps);
  let channel: usize = 0;
  for (; channel + 16 <= bytes; channel += 16) {
    const at = x + channel;
    const value = isMax
      ? vectorMaximum(args, at, rowTaps, columnTaps)
      : f32x4.mul(vectorSum(args, at, rowTaps, columnTaps), f32x4.splat(share));
    v128.store(out + channel, value);
  }
  for (; channel < bytes; channel += 4) {
    const at = x + channel;
    const value = isMax
      ? maximum(args, at, rowTaps, columnTaps)
      : sum(args, at, rowTaps, columnTaps) * share;
    store<f32>(out + channel, value);
  }
}

function vectorMaximum(args: usize, x: usize, rowTaps: i32, columnTaps: i32): v128 {
  const down = <usize>load<i32>(args, 36);
  const right = <usize>load<i32>(args, 40);
  let value = f32x4.splat(-Infinity);
  for (let r = 0; r < rowTaps; r++) {
    let at = x;
    for (let c = 0; c < columnTaps; c++) {
      value = f32x4.pmax(value, v128.load(at));
      at += right;
    }
    x += down;
  }
  return value;
}

function vectorSum(args: usize, x: usize, rowTaps: i32, columnTaps: i32): v128 {
  const down = <usize>load<i32>(args, 36);
  const right = <usize>load<i32>(args, 40);
  let value = f32x4.splat(0);
  for (let r = 0; r < rowTaps; r++) {
    let at = x;
    for (let c = 0; c < columnTaps; c++) {
      value = f32x4.add(value, v128.load(at));
      at += right;
    }
    x += down;
  }
  return value;
}

function maximum(args: usize, x: usize, rowTaps: i32, columnTaps: i32): f32 {
  const down = <usize>load<i32>(args, 36);
  const right = <usize>load<i32>(args, 40);
  let value: f32 = -Infinity;
  for (let r = 0; r < rowTaps; r++) {
    let at = x;
    for (let c = 0; c < columnTaps; c++) {
      value = max<f32>(value, load<f32>(at));
      at += right;
    }
    x += down;
  }
  return value;
}

function sum(args: usize, x: usize, rowTaps: i32, columnTaps: i32): f32 {
  const down = <usize>load<i32>(args, 36);
  const right = <usize>load<i32>(args, 40);
  let value: f32 = 0;
  for (let r = 0; r < rowTaps; r++) {
    let at = x;
    for (let c = 0; c < columnTaps; c++) {
      value += load<f32>(at);
      at += right;
    }
    x += down;
  }
  return value;
}
