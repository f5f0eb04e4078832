/** Gradients of pooling: each result's gradient is added to the places of its window, image by image. */
import { shareStart } from '../share';
import { finish, hasEpilogue } from './finish';

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
  const words = table + ((<usize>(rows + load<i32>(args, 32))) << 3);
  if (hasEpilogue(words)) finish(words, out, inBytes >> 2, image * (inBytes >> 2));
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
function maximumGradient(args: usize, place: i32, result: i32, rowTaps: i32, columnTaps: i32): void {
  const bytes = load<i32>(args, 16) << 2;
  const x = <usize>(load<i32>(args, 4) + place);
  const out = <usize>(load<i32>(args, 8) + place);
  const y = <usize>(load<i32>(args, 44) + result);
  const gradient = <usize>(load<i32>(args, 48) + result);
  let channel = 0;
  for (; channel + 16 <= bytes; channel += 16) {
    vectorToFirst(args, x + channel, out + channel, y + channel, gradient + channel, rowTaps, columnTaps);
  }
  for (; channel < bytes; channel += 4) {
    toFirst(args, x + channel, out + channel, y + channel, gradient + channel, rowTaps, columnTaps);
  }
}

function vectorToFirst(
  args: usize,
  x: usize,
  out: usize,
  y: usize,
  gradient: usize,
  rowTaps: i32,
  columnTaps: i32,
): void {
  const down = <usize>load<i32>(args, 36);
  const right = <usize>load<i32>(args, 40);
  const highest = v128.load(y);
  let left = v128.load(gradient);
  for (let r = 0; r < rowTaps; r++) {
    let at: usize = 0;
    for (let c = 0; c < columnTaps; c++) {
      const isHere = f32x4.eq(v128.load(x + at), highest);
      v128.store(out + at, f32x4.add(v128.load(out + at), v128.and(left, isHere)));
      left = v128.andnot(left, isHere);
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
  y: usize,
  gradient: usize,
  rowTaps: i32,
  columnTaps: i32,
): void {
  const down = <usize>load<i32>(args, 36);
  const right = <usize>load<i32>(args, 40);
  const highest = load<f32>(y);
  for (let r = 0; r < rowTaps; r++) {
    let at: usize = 0;
    for (let c = 0; c < columnTaps; c++) {
      if (load<f32>(x + at) == highest) {
        store<f32>(out + at, load<f32>(out + at) + load<f32>(gradient));
        return;
      }
      at += right;
    }
    x += down;
    out += down;
  }
}

function averageGradient(args: usize, place: i32, result: i32, rowTaps: i32, columnTaps: i32): void {
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
  for (; at < bytes; at += 4) store<f32>(to + at, load<f32>(to + at) + load<f32>(from + at) * share);
}
