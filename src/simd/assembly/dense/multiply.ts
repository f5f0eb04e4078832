/** The inner loops of matrix products: a list of A (`scratch.ts`) times a panel of B. */
import { madd } from '../fused';

/**
 * Adds the products to a row of 32 sums, which stay in registers meanwhile.
 * @param bytes of the list, a multiple of 16
 * @param isFirst the sums start at 0, whatever is there
 */
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

/** The same for a panel of which only the first 16 columns count. */
export function multiply16(list: usize, bytes: i32, panel: usize, sums: usize, isFirst: bool): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  if (!isFirst) {
    s0 = v128.load(sums);
    s1 = v128.load(sums, 16);
    s2 = v128.load(sums, 32);
    s3 = v128.load(sums, 48);
  }
  const end = list + <usize>bytes;
  while (list < end) {
    const x = v128.load32_splat(list);
    const row = panel + <usize>load<u32>(list, 4);
    s0 = madd(x, v128.load(row), s0);
    s1 = madd(x, v128.load(row, 16), s1);
    s2 = madd(x, v128.load(row, 32), s2);
    s3 = madd(x, v128.load(row, 48), s3);
    const y = v128.load32_splat(list, 8);
    const next = panel + <usize>load<u32>(list, 12);
    s0 = madd(y, v128.load(next), s0);
    s1 = madd(y, v128.load(next, 16), s1);
    s2 = madd(y, v128.load(next, 32), s2);
    s3 = madd(y, v128.load(next, 48), s3);
    list += 16;
  }
  v128.store(sums, s0);
  v128.store(sums, s1, 16);
  v128.store(sums, s2, 32);
  v128.store(sums, s3, 48);
}
