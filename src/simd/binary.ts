/** The compiled modules by kind of browser; each loads when it is asked for. */
import type { SimdTier } from './features';

/** A compiled module, which threads share as it is. */
export interface SimdBinary {
  readonly tier: SimdTier;
  /** Made for memory that threads share. */
  readonly isShared: boolean;
  readonly module: WebAssembly.Module;
}

const SOURCES = {
  relaxed: () => import('virtual:simd/relaxed'),
  'relaxed-threads': () => import('virtual:simd/relaxed-threads'),
  simd128: () => import('virtual:simd/simd128'),
  'simd128-threads': () => import('virtual:simd/simd128-threads'),
  'lite-relaxed': () => import('virtual:simd/lite-relaxed'),
  'lite-simd128': () => import('virtual:simd/lite-simd128'),
};

/** The kernels of every family but `instructions.lite`. */
export async function loadBinary(tier: SimdTier, isShared: boolean): Promise<SimdBinary> {
  const { wasm } = await SOURCES[isShared ? (`${tier}-threads` as const) : tier]();
  return compileBinary(wasm, tier, isShared);
}

/** The kernels of `instructions.lite`, on one thread. */
export async function loadLiteBinary(tier: SimdTier): Promise<SimdBinary> {
  const { wasm } = await SOURCES[`lite-${tier}`]();
  return compileBinary(wasm, tier, false);
}

/** @param wasm the module in hexadecimal, as `virtual:simd/…` has it */
export function compileBinary(wasm: string, tier: SimdTier, isShared: boolean): SimdBinary {
  const bytes = new Uint8Array(wasm.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = 16 * digit(wasm, 2 * i) + digit(wasm, 2 * i + 1);
  }
  return { tier, isShared, module: new WebAssembly.Module(bytes) };
}

/** The value of a digit `0` to `9` or `a` to `f`: the lower four bits of a letter's code start at 1. */
function digit(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return (code & 15) + 9 * (code >> 6);
}
