import { shareStart } from '../../share';

/**
 * Adds what `sparseWeightGradient` left, in the order of the stretches, and turns it. Arguments: partial sums,
 * stretches, bytes from one to the next, weights out, bias out or 0, out channels, runs, values of a run, vectors of a
 * run.
 */
export function sumTurned(args: usize, thread: i32, threads: i32): void {
  const channels = load<i32>(args, 20);
  const bias = <usize>load<i32>(args, 16);
  const partials = <usize>load<i32>(args);
  const runs = load<i32>(args, 24);
  const length = load<i32>(args, 28);
  const vectors = load<i32>(args, 32);
  const runBytes = <usize>vectors << 4;
  const biasBytes = ((<usize>channels << 2) + 15) & ~15;
  const end = shareStart(channels, thread + 1, threads);
  for (let channel = shareStart(channels, thread, threads); channel < end; channel++) {
    const own = <usize>channel << 2;
    if (bias) store<f32>(bias + own, total(args, partials + own));
    let from = partials + biasBytes + <usize>(channel * runs) * runBytes;
    let to = <usize>load<i32>(args, 12) + own;
    for (let run = 0; run < runs; run++) {
      for (let i = 0; i < length; i++) {
        store<f32>(to, total(args, from + (<usize>i << 2)));
        to += <usize>channels << 2;
      }
      from += runBytes;
    }
  }
}

function total(args: usize, at: usize): f32 {
  const step = <usize>load<i32>(args, 8);
  let sum = load<f32>(at);
  for (let i = load<i32>(args, 4) - 1; i > 0; i--) {
    at += step;
    sum += load<f32>(at);
  }
  return sum;
}
