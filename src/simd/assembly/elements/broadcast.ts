/** The way back of `reduce`. */
import { shareStart } from '../share';
import { place } from './vectors';

// @ts-ignore: decorator
@unmanaged
class BroadcastArgs {
  x: usize;
  out: usize;
  outer: i32;
  repeated: i32;
  inner: i32;
  divisor: f32;
}

/** `out[o, r, i] = x[o, i] / divisor`. Threads share rows of `inner`; of single values, stretches of `repeated`. */
export function broadcast(args: usize, thread: i32, threads: i32): void {
  const at = changetype<BroadcastArgs>(args);
  const rows = at.outer * at.repeated;
  const last = shareStart(rows, thread + 1, threads);
  let r = shareStart(rows, thread, threads);
  while (r < last) {
    const o = r / at.repeated;
    const end = min(last, (o + 1) * at.repeated);
    if (at.inner == 1) repeat(load<f32>(place(at.x, o)) / at.divisor, place(at.out, r), end - r);
    else for (let i = r; i < end; i++) copyRow(at, o, i);
    r = end;
  }
}

function repeat(value: f32, out: usize, count: i32): void {
  const values = f32x4.splat(value);
  for (; count >= 4; count -= 4, out += 16) v128.store(out, values);
  for (; count > 0; count--, out += 4) store<f32>(out, value);
}

function copyRow(at: BroadcastArgs, o: i32, r: i32): void {
  const divisor = f32x4.splat(at.divisor);
  let x = place(at.x, o * at.inner);
  let out = place(at.out, r * at.inner);
  let count = at.inner;
  for (; count >= 4; count -= 4, x += 16, out += 16) {
    v128.store(out, f32x4.div(v128.load(x), divisor));
  }
  for (; count > 0; count--, x += 4, out += 4) store<f32>(out, load<f32>(x) / at.divisor);
}
