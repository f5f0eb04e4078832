/**
 * One step of an optimizer. An update's words, as `instructions/update.ts` writes them: seven ints (rule, flag,
 * variable, three slots, scalars) and six floats (two constants with their complements to 1, a third, weight decay).
 */
import { shareStart } from '../share';
import { adam, decay, momentum, rmsprop, sgd } from './rules';

const SGD: i32 = 1;
const MOMENTUM: i32 = 2;
const RMSPROP: i32 = 3;
const ADAM: i32 = 4;

/** Bytes of an update's ints and floats. */
// @ts-ignore: decorator
@inline export const UPDATE_INTS: usize = 28;
// @ts-ignore: decorator
@inline export const UPDATE_FLOATS: usize = 24;

/** Arguments: gradient, count, an update. Shares are whole lines of the cache. */
export function update(args: usize, thread: i32, threads: i32): void {
  const count = load<i32>(args, 4);
  const lines = (count + 15) >> 4;
  const start = shareStart(lines, thread, threads) << 4;
  const end = min(count, shareStart(lines, thread + 1, threads) << 4);
  if (end <= start) return;
  const gradient = <usize>load<i32>(args) + (<usize>start << 2);
  updateStretch(args + 8, args + 8 + UPDATE_INTS, gradient, start, end - start);
}

/** @param count gradients at `gradient`, which belong to elements `index` and following of the variable */
export function updateStretch(
  ints: usize,
  floats: usize,
  gradient: usize,
  index: i32,
  count: i32,
): void {
  if (load<f32>(floats, 20) != 0) decay(ints, floats, index, count);
  switch (load<i32>(ints)) {
    case SGD:
      return sgd(ints, gradient, index, count);
    case MOMENTUM:
      return momentum(ints, floats, gradient, index, count);
    case RMSPROP:
      return rmsprop(ints, floats, gradient, index, count);
    case ADAM:
      return adam(ints, floats, gradient, index, count);
    default:
      unreachable();
  }
}
