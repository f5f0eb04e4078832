import { shareStart } from '../share';
import { place } from './vectors';

/** Sets a stretch of memory to one value. Arguments: address, count, value. */
export function fill(args: usize, thread: i32, threads: i32): void {
  const start = <usize>load<i32>(args);
  const count = load<i32>(args, 4);
  const value = load<f32>(args, 8);
  const values = f32x4.splat(value);
  const end = place(start, shareStart(count, thread + 1, threads));
  let out = place(start, shareStart(count, thread, threads));
  for (; out + 16 <= end; out += 16) v128.store(out, values);
  for (; out < end; out += 4) store<f32>(out, value);
}
