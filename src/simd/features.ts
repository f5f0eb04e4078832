/** What of WebAssembly this browser has. Each question is the smallest module that only validates where it is there. */

/** `relaxed`: multiply and add in one step; `simd128`: without. */
export type SimdTier = 'relaxed' | 'simd128';

const HEADER = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
/** One function without parameters that leaves nothing. */
const FUNCTION = [1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0];

/** `v128.const 0; drop`, three times with `f32x4.relaxed_madd` behind. */
const ZERO = [0xfd, 0x0c, ...Array<number>(16).fill(0)];
const DROP_END = [0x1a, 0x0b];

/** The fastest tier that runs here; undefined without any SIMD. */
export function simdTier(): SimdTier | undefined {
  if (validates([...ZERO, ...ZERO, ...ZERO, 0xfd, 0x85, 0x02, ...DROP_END])) return 'relaxed';
  return validates([...ZERO, ...DROP_END]) ? 'simd128' : undefined;
}

/** Whether memory can be shared with other threads, which a page has to be cross-origin isolated for. */
export function hasSharedMemory(): boolean {
  return (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated === true;
}

function validates(body: readonly number[]): boolean {
  const code = [0, ...body];
  const section = [1, code.length, ...code];
  return WebAssembly.validate(
    Uint8Array.from([...HEADER, ...FUNCTION, 10, section.length, ...section]),
  );
}
