/** Moves rows of sums to where they belong. */

export function copyRow(to: usize, from: usize, count: i32): void {
  for (; count >= 4; count -= 4, to += 16, from += 16) v128.store(to, v128.load(from));
  for (; count > 0; count--, to += 4, from += 4) store<f32>(to, load<f32>(from));
}

/** Adds the bias on the way. */
export function addRow(to: usize, sums: usize, bias: usize, count: i32): void {
  for (; count >= 4; count -= 4, to += 16, sums += 16, bias += 16) {
    v128.store(to, f32x4.add(v128.load(sums), v128.load(bias)));
  }
  for (; count > 0; count--, to += 4, sums += 4, bias += 4) {
    store<f32>(to, load<f32>(sums) + load<f32>(bias));
  }
}
