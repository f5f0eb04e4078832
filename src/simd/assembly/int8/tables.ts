/** Functions of codes of 8 bits, as tables of all that they can be. */

/** Arguments: codes, output, how many, table of 256 bytes; 0 instead of it to turn over the bits of the word behind. */
export function map(args: usize): void {
  const x = <usize>load<u32>(args);
  const y = <usize>load<u32>(args, 4);
  const count = <usize>load<u32>(args, 8);
  const table = <usize>load<u32>(args, 12);
  if (table == 0) return flip(x, y, count, load<u8>(args, 16));
  for (let i: usize = 0; i < count; i++) store<u8>(y + i, load<u8>(table + <usize>load<u8>(x + i)));
}

/** Up to 15 bytes behind the output are written, too. */
function flip(x: usize, y: usize, count: usize, bits: u8): void {
  const mask = i8x16.splat(<i8>bits);
  for (let i: usize = 0; i < count; i += 16) v128.store(y + i, v128.xor(v128.load(x + i), mask));
}

/** To float32. Arguments: codes, output, how many, table of 256 words. */
export function mapToWords(args: usize): void {
  const x = <usize>load<u32>(args);
  const y = <usize>load<u32>(args, 4);
  const count = <usize>load<u32>(args, 8);
  const table = <usize>load<u32>(args, 12);
  for (let i: usize = 0; i < count; i++)
    store<u32>(y + (i << 2), load<u32>(table + ((<usize>load<u8>(x + i)) << 2)));
}

/**
 * Of two codes. Arguments: a, b, output, how many, table of 256 bytes for each code of a, after how many elements b begins
 * again.
 */
export function combine(args: usize): void {
  const a = <usize>load<u32>(args);
  const b = <usize>load<u32>(args, 4);
  const y = <usize>load<u32>(args, 8);
  const count = <usize>load<u32>(args, 12);
  const table = <usize>load<u32>(args, 16);
  const period = <usize>load<u32>(args, 20);
  for (let start: usize = 0; start < count; start += period) {
    for (let i: usize = 0; i < period; i++) {
      const row = table + ((<usize>load<u8>(a + start + i)) << 8);
      store<u8>(y + start + i, load<u8>(row + <usize>load<u8>(b + i)));
    }
  }
}
