/** AVERAGE_POOL_2D and MAX_POOL_2D: lanes are channels. */
import { Place } from './layer';

// @ts-ignore: decorator
@inline const MOST_CODES: i32 = 0;
// @ts-ignore: decorator
@inline const AVERAGE_CODES: i32 = 1;
// @ts-ignore: decorator
@inline const MOST_FLOATS: i32 = 2;

/** As `instructions/lite/pool.ts` writes it. */
@unmanaged
class Pooling extends Place {
  x: usize;
  y: usize;
  kind: i32;
  /** Images. */
  count: i32;
  low: i32;
  high: i32;
  lowFloat: f32;
  highFloat: f32;
}

/** Up to 15 bytes behind the output are written, too. Arguments: `Pooling`. */
export function pool(args: usize): void {
  const pooling = changetype<Pooling>(args);
  const width: i32 = pooling.kind >= MOST_FLOATS ? 4 : 1;
  const size = pooling.height * pooling.width * pooling.channels * width;
  let y = pooling.y;
  for (let image = 0; image < pooling.count; image++) {
    const x = pooling.x + <usize>(image * size);
    for (let row = 0; row < pooling.outHeight; row++) {
      for (let column = 0; column < pooling.outWidth; column++) {
        poolWindow(pooling, x, y, row, column);
        y += <usize>(pooling.channels * width);
      }
    }
  }
}

function poolWindow(pooling: Pooling, x: usize, y: usize, row: i32, column: i32): void {
  const top = row * pooling.strideHeight - pooling.top;
  const left = column * pooling.strideWidth - pooling.left;
  const first = max(top, 0);
  const start = max(left, 0);
  const rows = min(top + pooling.filterHeight, pooling.height) - first;
  const columns = min(left + pooling.filterWidth, pooling.width) - start;
  const width: i32 = pooling.kind >= MOST_FLOATS ? 4 : 1;
  const step = pooling.channels * width;
  const from = x + <usize>((first * pooling.width + start) * step);
  const line = pooling.width * step;
  const lanes = pooling.kind == MOST_CODES ? 16 : 4;
  for (let channel = 0; channel < pooling.channels; channel += lanes) {
    const at = <usize>(channel * width);
    if (pooling.kind == MOST_CODES)
      mostCodes(pooling, from + at, y + at, rows, columns, step, line);
    else if (pooling.kind == AVERAGE_CODES)
      averageCodes(pooling, from + at, y + at, rows, columns, step, line);
    else poolFloats(pooling, from + at, y + at, rows, columns, step, line);
  }
}

function mostCodes(
  pooling: Pooling,
  from: usize,
  to: usize,
  rows: i32,
  columns: i32,
  step: i32,
  line: i32,
): void {
  let most = i8x16.splat(-128);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++)
      most = i8x16.max_s(most, v128.load(from + <usize>(i * line + j * step)));
  }
  const cut = i8x16.max_s(most, i8x16.splat(<i8>pooling.low));
  v128.store(to, i8x16.min_s(cut, i8x16.splat(<i8>pooling.high)));
}

function averageCodes(
  pooling: Pooling,
  from: usize,
  to: usize,
  rows: i32,
  columns: i32,
  step: i32,
  line: i32,
): void {
  let sums = i32x4.splat(0);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const shorts = v128.load_ext<i8>(from + <usize>(i * line + j * step));
      sums = i32x4.add(sums, i32x4.extend_low_i16x8_s(shorts));
    }
  }
  const count = rows * columns;
  store<i8>(to, average(pooling, v128.extract_lane<i32>(sums, 0), count));
  store<i8>(to, average(pooling, v128.extract_lane<i32>(sums, 1), count), 1);
  store<i8>(to, average(pooling, v128.extract_lane<i32>(sums, 2), count), 2);
  store<i8>(to, average(pooling, v128.extract_lane<i32>(sums, 3), count), 3);
}

/** Halves away from zero. */
function average(pooling: Pooling, sum: i32, count: i32): i8 {
  const half = count / 2;
  const code = sum > 0 ? (sum + half) / count : (sum - half) / count;
  return <i8>max(pooling.low, min(pooling.high, code));
}

function poolFloats(
  pooling: Pooling,
  from: usize,
  to: usize,
  rows: i32,
  columns: i32,
  step: i32,
  line: i32,
): void {
  const isMost = pooling.kind == MOST_FLOATS;
  let result = f32x4.splat(isMost ? -Infinity : 0);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const values = v128.load(from + <usize>(i * line + j * step));
      result = isMost ? f32x4.pmax(result, values) : f32x4.add(result, values);
    }
  }
  if (!isMost) result = f32x4.div(result, f32x4.splat(<f32>(rows * columns)));
  result = f32x4.pmax(result, f32x4.splat(pooling.lowFloat));
  v128.store(to, f32x4.pmin(result, f32x4.splat(pooling.highFloat)));
}
