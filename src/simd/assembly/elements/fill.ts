import { shareStart } from '../share';

/** Sets a stretch of memory to one value. Arguments: address, count, value. */
export function fill(args: usize, thread: i32, threads: i32): void {
  const start = <usize>load<i32>(args);
  const count = load<i32>(args, 4);
  const value = load<f32>(args, 8);
  const end = shareStart(count, thread + 1, threads);
  for (let i = shareStart(count, thread, threads); i < end; i++) {
    store<f32>(start + ((<usize>i) << 2), value);
  }
}
