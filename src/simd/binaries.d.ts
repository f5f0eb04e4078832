/** Made by `scripts/simd-plugin`: the compiled module in hexadecimal. */
declare module 'virtual:simd/relaxed' {
  export const wasm: string;
}
declare module 'virtual:simd/relaxed-threads' {
  export const wasm: string;
}
declare module 'virtual:simd/simd128' {
  export const wasm: string;
}
declare module 'virtual:simd/simd128-threads' {
  export const wasm: string;
}
declare module 'virtual:simd/lite-relaxed' {
  export const wasm: string;
}
declare module 'virtual:simd/lite-simd128' {
  export const wasm: string;
}
