/** A run of places to which several weights are added: its sums stay in registers from first to last. */
import { madd } from '../../fused';

/** Bytes of a value in a list: itself and where its weights are. */
// @ts-ignore: decorator
@inline export const ENTRY: usize = 8;

/**
 * Adds a run of weights, each times its value, to `count` vectors from `to` on.
 * @param first, end the values' list
 * @param offset of the run in the weights of an entry
 */
export function addRun(first: usize, end: usize, to: usize, offset: usize, count: i32): void {
  // 16 are 8 and 8, since sums of 4 wait for one another.
  for (; count >= 12 && count != 16; count -= 12) {
    add12(first, end, to, offset);
    to += 192;
    offset += 192;
  }
  for (; count >= 8; count -= 8) {
    add8(first, end, to, offset);
    to += 128;
    offset += 128;
  }
  for (; count >= 4; count -= 4) {
    add4(first, end, to, offset);
    to += 64;
    offset += 64;
  }
  for (; count > 0; count--) {
    let sum = v128.load(to);
    for (let at = first; at < end; at += ENTRY) {
      sum = madd(v128.load32_splat(at), v128.load(<usize>load<i32>(at, 4) + offset), sum);
    }
    v128.store(to, sum);
    to += 16;
    offset += 16;
  }
}

function add12(first: usize, end: usize, to: usize, offset: usize): void {
  let s0 = v128.load(to);
  let s1 = v128.load(to, 16);
  let s2 = v128.load(to, 32);
  let s3 = v128.load(to, 48);
  let s4 = v128.load(to, 64);
  let s5 = v128.load(to, 80);
  let s6 = v128.load(to, 96);
  let s7 = v128.load(to, 112);
  let s8 = v128.load(to, 128);
  let s9 = v128.load(to, 144);
  let s10 = v128.load(to, 160);
  let s11 = v128.load(to, 176);
  for (let at = first; at < end; at += ENTRY) {
    const value = v128.load32_splat(at);
    const weights = <usize>load<i32>(at, 4) + offset;
    s0 = madd(value, v128.load(weights), s0);
    s1 = madd(value, v128.load(weights, 16), s1);
    s2 = madd(value, v128.load(weights, 32), s2);
    s3 = madd(value, v128.load(weights, 48), s3);
    s4 = madd(value, v128.load(weights, 64), s4);
    s5 = madd(value, v128.load(weights, 80), s5);
    s6 = madd(value, v128.load(weights, 96), s6);
    s7 = madd(value, v128.load(weights, 112), s7);
    s8 = madd(value, v128.load(weights, 128), s8);
    s9 = madd(value, v128.load(weights, 144), s9);
    s10 = madd(value, v128.load(weights, 160), s10);
    s11 = madd(value, v128.load(weights, 176), s11);
  }
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
  v128.store(to, s4, 64);
  v128.store(to, s5, 80);
  v128.store(to, s6, 96);
  v128.store(to, s7, 112);
  v128.store(to, s8, 128);
  v128.store(to, s9, 144);
  v128.store(to, s10, 160);
  v128.store(to, s11, 176);
}

function add8(first: usize, end: usize, to: usize, offset: usize): void {
  let s0 = v128.load(to);
  let s1 = v128.load(to, 16);
  let s2 = v128.load(to, 32);
  let s3 = v128.load(to, 48);
  let s4 = v128.load(to, 64);
  let s5 = v128.load(to, 80);
  let s6 = v128.load(to, 96);
  let s7 = v128.load(to, 112);
  for (let at = first; at < end; at += ENTRY) {
    const value = v128.load32_splat(at);
    const weights = <usize>load<i32>(at, 4) + offset;
    s0 = madd(value, v128.load(weights), s0);
    s1 = madd(value, v128.load(weights, 16), s1);
    s2 = madd(value, v128.load(weights, 32), s2);
    s3 = madd(value, v128.load(weights, 48), s3);
    s4 = madd(value, v128.load(weights, 64), s4);
    s5 = madd(value, v128.load(weights, 80), s5);
    s6 = madd(value, v128.load(weights, 96), s6);
    s7 = madd(value, v128.load(weights, 112), s7);
  }
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
  v128.store(to, s4, 64);
  v128.store(to, s5, 80);
  v128.store(to, s6, 96);
  v128.store(to, s7, 112);
}

function add4(first: usize, end: usize, to: usize, offset: usize): void {
  let s0 = v128.load(to);
  let s1 = v128.load(to, 16);
  let s2 = v128.load(to, 32);
  let s3 = v128.load(to, 48);
  for (let at = first; at < end; at += ENTRY) {
    const value = v128.load32_splat(at);
    const weights = <usize>load<i32>(at, 4) + offset;
    s0 = madd(value, v128.load(weights), s0);
    s1 = madd(value, v128.load(weights, 16), s1);
    s2 = madd(value, v128.load(weights, 32), s2);
    s3 = madd(value, v128.load(weights, 48), s3);
  }
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
}
