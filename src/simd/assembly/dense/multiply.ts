/**
 * The inner loops of matrix products: a list of A (`scratch.ts`) times a panel of B. The sums stay in registers
 * meanwhile, twelve vectors of them where there are so many columns: a processor starts two products at a time, each of
 * which takes four steps, and there are 15 registers. Tiles of several rows would load less, but leave no register free
 * for what the browser loads ahead, and are slower.
 */
import { madd } from '../fused';

/**
 * Adds the products to a row of 48 sums.
 * @param bytes of the list
 * @param isFirst the sums start at 0, whatever is there
 */
export function multiply48(list: usize, bytes: i32, panel: usize, sums: usize, isFirst: bool): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  let s6 = s0;
  let s7 = s0;
  let s8 = s0;
  let s9 = s0;
  let s10 = s0;
  let s11 = s0;
  if (!isFirst) {
    s0 = v128.load(sums);
    s1 = v128.load(sums, 16);
    s2 = v128.load(sums, 32);
    s3 = v128.load(sums, 48);
    s4 = v128.load(sums, 64);
    s5 = v128.load(sums, 80);
    s6 = v128.load(sums, 96);
    s7 = v128.load(sums, 112);
    s8 = v128.load(sums, 128);
    s9 = v128.load(sums, 144);
    s10 = v128.load(sums, 160);
    s11 = v128.load(sums, 176);
  }
  const end = list + <usize>bytes;
  while (list < end) {
    const x = v128.load32_splat(list);
    const row = panel + <usize>load<u32>(list, 4);
    s0 = madd(x, v128.load(row), s0);
    s1 = madd(x, v128.load(row, 16), s1);
    s2 = madd(x, v128.load(row, 32), s2);
    s3 = madd(x, v128.load(row, 48), s3);
    s4 = madd(x, v128.load(row, 64), s4);
    s5 = madd(x, v128.load(row, 80), s5);
    s6 = madd(x, v128.load(row, 96), s6);
    s7 = madd(x, v128.load(row, 112), s7);
    s8 = madd(x, v128.load(row, 128), s8);
    s9 = madd(x, v128.load(row, 144), s9);
    s10 = madd(x, v128.load(row, 160), s10);
    s11 = madd(x, v128.load(row, 176), s11);
    list += 8;
  }
  v128.store(sums, s0);
  v128.store(sums, s1, 16);
  v128.store(sums, s2, 32);
  v128.store(sums, s3, 48);
  v128.store(sums, s4, 64);
  v128.store(sums, s5, 80);
  v128.store(sums, s6, 96);
  v128.store(sums, s7, 112);
  v128.store(sums, s8, 128);
  v128.store(sums, s9, 144);
  v128.store(sums, s10, 160);
  v128.store(sums, s11, 176);
}

/** The same for a row of 32, two products at a time. */
export function multiply32(list: usize, bytes: i32, panel: usize, sums: usize, isFirst: bool): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  let s6 = s0;
  let s7 = s0;
  if (!isFirst) {
    s0 = v128.load(sums);
    s1 = v128.load(sums, 16);
    s2 = v128.load(sums, 32);
    s3 = v128.load(sums, 48);
    s4 = v128.load(sums, 64);
    s5 = v128.load(sums, 80);
    s6 = v128.load(sums, 96);
    s7 = v128.load(sums, 112);
  }
  const end = list + <usize>bytes;
  while (list < end) {
    const x = v128.load32_splat(list);
    const row = panel + <usize>load<u32>(list, 4);
    s0 = madd(x, v128.load(row), s0);
    s1 = madd(x, v128.load(row, 16), s1);
    s2 = madd(x, v128.load(row, 32), s2);
    s3 = madd(x, v128.load(row, 48), s3);
    s4 = madd(x, v128.load(row, 64), s4);
    s5 = madd(x, v128.load(row, 80), s5);
    s6 = madd(x, v128.load(row, 96), s6);
    s7 = madd(x, v128.load(row, 112), s7);
    const y = v128.load32_splat(list, 8);
    const next = panel + <usize>load<u32>(list, 12);
    s0 = madd(y, v128.load(next), s0);
    s1 = madd(y, v128.load(next, 16), s1);
    s2 = madd(y, v128.load(next, 32), s2);
    s3 = madd(y, v128.load(next, 48), s3);
    s4 = madd(y, v128.load(next, 64), s4);
    s5 = madd(y, v128.load(next, 80), s5);
    s6 = madd(y, v128.load(next, 96), s6);
    s7 = madd(y, v128.load(next, 112), s7);
    list += 16;
  }
  v128.store(sums, s0);
  v128.store(sums, s1, 16);
  v128.store(sums, s2, 32);
  v128.store(sums, s3, 48);
  v128.store(sums, s4, 64);
  v128.store(sums, s5, 80);
  v128.store(sums, s6, 96);
  v128.store(sums, s7, 112);
}

/**
 * The same for a row of 16, for two lists at a time as far as both go: four sums alone would wait for themselves. One
 * list is done by giving the second no bytes.
 */
export function multiply16(
  list: usize,
  bytes: i32,
  sums: usize,
  other: usize,
  otherBytes: i32,
  otherSums: usize,
  panel: usize,
): void {
  let s0 = v128.load(sums);
  let s1 = v128.load(sums, 16);
  let s2 = v128.load(sums, 32);
  let s3 = v128.load(sums, 48);
  let s4 = v128.load(otherSums);
  let s5 = v128.load(otherSums, 16);
  let s6 = v128.load(otherSums, 32);
  let s7 = v128.load(otherSums, 48);
  const end = list + <usize>bytes;
  const otherEnd = other + <usize>otherBytes;
  while (list < end && other < otherEnd) {
    const x = v128.load32_splat(list);
    const row = panel + <usize>load<u32>(list, 4);
    s0 = madd(x, v128.load(row), s0);
    s1 = madd(x, v128.load(row, 16), s1);
    s2 = madd(x, v128.load(row, 32), s2);
    s3 = madd(x, v128.load(row, 48), s3);
    const y = v128.load32_splat(other);
    const next = panel + <usize>load<u32>(other, 4);
    s4 = madd(y, v128.load(next), s4);
    s5 = madd(y, v128.load(next, 16), s5);
    s6 = madd(y, v128.load(next, 32), s6);
    s7 = madd(y, v128.load(next, 48), s7);
    list += 8;
    other += 8;
  }
  for (; list < end; list += 8) {
    const x = v128.load32_splat(list);
    const row = panel + <usize>load<u32>(list, 4);
    s0 = madd(x, v128.load(row), s0);
    s1 = madd(x, v128.load(row, 16), s1);
    s2 = madd(x, v128.load(row, 32), s2);
    s3 = madd(x, v128.load(row, 48), s3);
  }
  for (; other < otherEnd; other += 8) {
    const y = v128.load32_splat(other);
    const next = panel + <usize>load<u32>(other, 4);
    s4 = madd(y, v128.load(next), s4);
    s5 = madd(y, v128.load(next, 16), s5);
    s6 = madd(y, v128.load(next, 32), s6);
    s7 = madd(y, v128.load(next, 48), s7);
  }
  v128.store(sums, s0);
  v128.store(sums, s1, 16);
  v128.store(sums, s2, 32);
  v128.store(sums, s3, 48);
  v128.store(otherSums, s4);
  v128.store(otherSums, s5, 16);
  v128.store(otherSums, s6, 32);
  v128.store(otherSums, s7, 48);
}
