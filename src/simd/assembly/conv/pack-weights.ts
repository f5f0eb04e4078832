import { shareStart } from '../share';

/**
 * Weights in blocks of 8 columns: [block, tap, row, 8], zeros behind the last column. Arguments: weights, out, rows of
 * a tap, columns, distances of rows and of columns in floats, taps, then where each tap starts in floats.
 */
export function packWeights(args: usize, thread: i32, threads: i32): void {
  const taps = load<i32>(args, 24);
  const blocks = (load<i32>(args, 12) + 7) >> 3;
  const end = shareStart(blocks * taps, thread + 1, threads);
  for (let i = shareStart(blocks * taps, thread, threads); i < end; i++) {
    packTap(args, i / taps, i % taps, taps);
  }
}

function packTap(args: usize, block: i32, tap: i32, taps: i32): void {
  const rows = load<i32>(args, 8);
  const rowStride = load<i32>(args, 16) << 2;
  const columnStride = load<i32>(args, 20) << 2;
  const tapStart = load<i32>(args + 28 + ((<usize>tap) << 2));
  const columns = min(8, load<i32>(args, 12) - block * 8);
  let from = <usize>(load<i32>(args) + (tapStart << 2) + block * 8 * columnStride);
  let to = <usize>(load<i32>(args, 4) + (block * taps + tap) * rows * 32);
  for (let row = 0; row < rows; row++) {
    if (columns == 8 && columnStride == 4) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
    } else {
      packRow(from, to, columns, columnStride);
    }
    from += rowStride;
    to += 32;
  }
}

function packRow(from: usize, to: usize, columns: i32, columnStride: i32): void {
  for (let column = 0; column < 8; column++) {
    store<f32>(to, column < columns ? load<f32>(from) : 0);
    from += columnStride;
    to += 4;
  }
}
