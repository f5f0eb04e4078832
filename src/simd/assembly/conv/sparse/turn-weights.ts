import { shareStart } from '../../share';

/**
 * Weights by output channel: [out channel, run, value of the run, filled up to whole vectors]. Arguments: weights, out,
 * out channels, runs, values of a run, vectors of a run.
 */
export function turnWeights(args: usize, thread: i32, threads: i32): void {
  const channels = load<i32>(args, 8);
  const runs = load<i32>(args, 12);
  const length = load<i32>(args, 16);
  const filled = load<i32>(args, 20) << 2;
  const step = (<usize>channels) << 2;
  const end = shareStart(channels, thread + 1, threads);
  for (let channel = shareStart(channels, thread, threads); channel < end; channel++) {
    let from = <usize>(load<i32>(args) + (channel << 2));
    let to = <usize>(load<i32>(args, 4) + ((channel * runs * filled) << 2));
    for (let run = 0; run < runs; run++) {
      for (let i = 0; i < filled; i++) {
        store<f32>(to, i < length ? load<f32>(from) : 0);
        if (i < length) from += step;
        to += 4;
      }
    }
  }
}
