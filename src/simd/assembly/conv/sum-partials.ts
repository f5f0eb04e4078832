import { shareStart } from '../share';

/**
 * Adds sums over stretches of the batch, in order. Arguments: partial sums, stretches, bytes from one to the next, out,
 * floats, second out, its floats, which lie behind the first ones in a stretch.
 */
export function sumPartials(args: usize, thread: i32, threads: i32): void {
  const partials = <usize>load<i32>(args);
  const count = load<i32>(args, 16);
  const moreCount = load<i32>(args, 24);
  sum(args, partials, <usize>load<i32>(args, 12), count, thread, threads);
  const more = partials + ((<usize>count) << 2);
  sum(args, more, <usize>load<i32>(args, 20), moreCount, thread, threads);
}

function sum(args: usize, from: usize, to: usize, count: i32, thread: i32, threads: i32): void {
  const stretches = load<i32>(args, 4);
  const step = <usize>load<i32>(args, 8);
  let i = shareStart(count, thread, threads);
  const end = shareStart(count, thread + 1, threads);
  from += (<usize>i) << 2;
  to += (<usize>i) << 2;
  for (; i + 4 <= end; i += 4) {
    let total = v128.load(from);
    let at = from;
    for (let stretch = 1; stretch < stretches; stretch++) {
      at += step;
      total = f32x4.add(total, v128.load(at));
    }
    v128.store(to, total);
    from += 16;
    to += 16;
  }
  for (; i < end; i++) {
    let total = load<f32>(from);
    let at = from;
    for (let stretch = 1; stretch < stretches; stretch++) {
      at += step;
      total += load<f32>(at);
    }
    store<f32>(to, total);
    from += 4;
    to += 4;
  }
}
