/** From scores to class numbers, and from class numbers to rows of flags. */
import { shareStart } from '../share';
import { place } from './vectors';

// @ts-ignore: decorator
@unmanaged
class ClassesArgs {
  x: usize;
  out: usize;
  rows: i32;
  size: i32;
  on: f32;
  off: f32;
}

/** The place of the first largest value of each row. */
export function argMax(args: usize, thread: i32, threads: i32): void {
  const at = changetype<ClassesArgs>(args);
  const last = shareStart(at.rows, thread + 1, threads);
  for (let r = shareStart(at.rows, thread, threads); r < last; r++) {
    const x = place(at.x, r * at.size);
    let best = 0;
    let most = load<f32>(x);
    for (let i = 1; i < at.size; i++) {
      const value = load<f32>(place(x, i));
      if (value > most) {
        most = value;
        best = i;
      }
    }
    store<f32>(place(at.out, r), <f32>best);
  }
}

export function oneHot(args: usize, thread: i32, threads: i32): void {
  const at = changetype<ClassesArgs>(args);
  const last = shareStart(at.rows, thread + 1, threads);
  for (let r = shareStart(at.rows, thread, threads); r < last; r++) {
    const value = trunc<f32>(load<f32>(place(at.x, r)));
    const out = place(at.out, r * at.size);
    for (let i = 0; i < at.size; i++) {
      store<f32>(place(out, i), value == <f32>i ? at.on : at.off);
    }
  }
}
