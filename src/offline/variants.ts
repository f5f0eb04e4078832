/** Files of which a browser loads one variant and never the others. This list is the only place that knows them. */

export interface Variant {
  /** Addresses of its files, relative to the app's. */
  readonly files: RegExp;
  /** Which browsers load it: those of today, only older ones, or none. */
  readonly audience: 'current' | 'older' | 'none';
  /** Whether this browser would load it. */
  isLoaded(): boolean;
}

const withSimd = () => WebAssembly.validate(SIMD_PROBE);
const withoutSimd = () => !withSimd();
const withRelaxedSimd = () => WebAssembly.validate(RELAXED_SIMD_PROBE);
const withoutRelaxedSimd = () => !withRelaxedSimd();

export const VARIANTS: readonly Variant[] = [
  {
    files: /^assets\/tfjs-backend-wasm-threaded-simd-.{8}\.wasm$/,
    audience: 'none',
    isLoaded: () => false,
  },
  {
    files: /^assets\/tfjs-backend-wasm-simd-.{8}\.wasm$/,
    audience: 'current',
    isLoaded: withSimd,
  },
  {
    files: /^assets\/tfjs-backend-wasm-.{8}\.wasm$/,
    audience: 'older',
    isLoaded: withoutSimd,
  },
  {
    files: /^assets\/tflite_web_api_cc_simd-.{8}\.(js|wasm)$/,
    audience: 'current',
    isLoaded: withSimd,
  },
  {
    files: /^assets\/tflite_web_api_cc-.{8}\.(js|wasm)$/,
    audience: 'older',
    isLoaded: withoutSimd,
  },
  {
    files: /^assets\/litert_wasm_internal-.{8}\.(js|wasm)$/,
    audience: 'current',
    isLoaded: withRelaxedSimd,
  },
  {
    files: /^assets\/litert_wasm_compat_internal-.{8}\.(js|wasm)$/,
    audience: 'older',
    isLoaded: withoutRelaxedSimd,
  },
];

/** Whether this browser may ever ask for a file. @param url relative to the app's */
export function isLoadedHere(url: string): boolean {
  return VARIANTS.find(({ files }) => files.test(url))?.isLoaded() ?? true;
}

/** A module of one function that makes a vector of 16 bytes: `(func (result v128) i32.const 0 i8x16.splat)`. */
const SIMD_PROBE = new Uint8Array([
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5, 1, 0x60, 0, 1, 0x7b, 3, 2, 1, 0, 10, 8, 1, 6, 0, 0x41, 0,
  0xfd, 15, 0x0b,
]);

/** The same of two such vectors: `… i8x16.relaxed_swizzle`. */
const RELAXED_SIMD_PROBE = new Uint8Array([
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5, 1, 0x60, 0, 1, 0x7b, 3, 2, 1, 0, 10, 15, 1, 13, 0, 0x41, 0,
  0xfd, 15, 0x41, 0, 0xfd, 15, 0xfd, 0x80, 2, 0x0b,
]);
