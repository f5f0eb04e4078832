import { shareStart } from '../share';
import { dropout4 } from './math/random';
import { loadPart, place, storePart } from './vectors';

// @ts-ignore: decorator
@unmanaged
class DropoutArgs {
  x: usize;
  out: usize;
  count: i32;
  key: usize;
  rate: f32;
  scale: f32;
}

/** Keeps element i, times `scale`, where random number i of the key is at least `rate`. */
export function dropout(args: usize, thread: i32, threads: i32): void {
  const at = changetype<DropoutArgs>(args);
  const key = load<i32>(at.key);
  const rate = f32x4.splat(at.rate);
  const scale = f32x4.splat(at.scale);
  const fours = (at.count + 3) >> 2;
  const to = min(at.count, shareStart(fours, thread + 1, threads) << 2);
  let i = shareStart(fours, thread, threads) << 2;
  for (; i + 4 <= to; i += 4) {
    v128.store(place(at.out, i), dropout4(v128.load(place(at.x, i)), key, i, rate, scale));
  }
  const rest = to - i;
  if (rest <= 0) return;
  const value = dropout4(loadPart(place(at.x, i), rest), key, i, rate, scale);
  storePart(place(at.out, i), value, rest);
}
