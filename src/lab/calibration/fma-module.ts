/**
 * A WebAssembly module that does nothing but multiply and add, in registers: what it reaches is the machine's limit.
 * Written byte by byte, since no compiler would leave such a loop alone. Opcodes: WebAssembly Core 3.0, section 5.4.
 */
import type { SimdTier } from '#simd';

/** Sums in flight: enough to hide the latency of two units, few enough to stay in registers. */
const SUMS = 10;
const UNROLLED = 8;
/** Floating-point operations in one turn of the loop: multiply and add in four lanes. */
export const FLOPS_PER_TURN = SUMS * UNROLLED * 8;

const I32 = 0x7f;
const F32 = 0x7d;
const V128 = 0x7b;
/** Locals: the turns that are left, factor, summand, then the sums. */
const FACTOR = 1;
const SUMMAND = 2;
const FIRST_SUM = 3;

const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const splat = (value: number) => [0x43, ...floatBytes(value), 0xfd, 0x13];
const MULTIPLY_ADD: Record<SimdTier, (sum: number) => number[]> = {
  relaxed: (sum) => [...get(sum), ...get(FACTOR), ...get(SUMMAND), 0xfd, 0x85, 0x02, ...set(sum)],
  simd128: (sum) => [
    ...[...get(sum), ...get(FACTOR), 0xfd, 0xe6, 0x01],
    ...[...get(SUMMAND), 0xfd, 0xe4, 0x01, ...set(sum)],
  ],
};

/** Exports `run(turns: i32): f32`; the result only keeps the sums alive. */
export function fmaModule(tier: SimdTier): Uint8Array<ArrayBuffer> {
  const sums = Array.from({ length: SUMS }, (_, i) => FIRST_SUM + i);
  const turn = sums.flatMap(MULTIPLY_ADD[tier]);
  const body = [
    ...[1, SUMS + 2, V128],
    ...[...splat(0.999), ...set(FACTOR), ...splat(0.001), ...set(SUMMAND)],
    ...[0x03, 0x40],
    ...Array.from({ length: UNROLLED }, () => turn).flat(),
    // turns = turns - 1; again unless 0
    ...[...get(0), 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b],
    ...[0x43, 0, 0, 0, 0],
    ...sums.flatMap((sum) => [...get(sum), 0xfd, 0x1f, 0, 0x92]),
    0x0b,
  ];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, I32, 1, F32]),
    ...section(3, [1, 0]),
    ...section(7, [1, 3, ...new TextEncoder().encode('run'), 0, 0]),
    ...section(10, [1, ...sized(body)]),
  ]);
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...sized(content)];
}

/** With its length in front, as LEB128. */
function sized(content: readonly number[]): number[] {
  const length: number[] = [];
  let rest = content.length;
  for (; rest > 0x7f; rest >>>= 7) length.push((rest & 0x7f) | 0x80);
  return [...length, rest, ...content];
}

function floatBytes(value: number): number[] {
  return [...new Uint8Array(Float32Array.of(value).buffer)];
}
