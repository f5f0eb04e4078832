/** Fetches the WebAssembly of `@tensorflow/tfjs-tflite`: with SIMD where the browser has it, always one thread. */
import plainUrl from '@tensorflow/tfjs-tflite/wasm/tflite_web_api_cc.wasm?url';
import simdUrl from '@tensorflow/tfjs-tflite/wasm/tflite_web_api_cc_simd.wasm?url';
import { fetchWasm } from '../fetch-wasm';
import type { AssetUrl, OnFetch } from '../runtime';
import type { WasmParts } from './wasm-module';

export interface LoadedWasm extends WasmParts {
  readonly hasSimd: boolean;
}

/** @throws RuntimeError when a file cannot be fetched or compiled */
export async function loadWasm(assetUrl: AssetUrl, onFetch?: OnFetch): Promise<LoadedWasm> {
  const hasSimd = WebAssembly.validate(SIMD_PROBE);
  const [loader, compiled] = await Promise.all([
    hasSimd
      ? import('@tensorflow/tfjs-tflite/wasm/tflite_web_api_cc_simd.js')
      : import('@tensorflow/tfjs-tflite/wasm/tflite_web_api_cc.js'),
    fetchWasm(assetUrl(hasSimd ? simdUrl : plainUrl), onFetch),
  ]);
  return { factory: loader.default, compiled, hasSimd };
}

/** A module of one function that makes a vector of 16 bytes: `(func (result v128) i32.const 0 i8x16.splat)`. */
const SIMD_PROBE = new Uint8Array([
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5, 1, 0x60, 0, 1, 0x7b, 3, 2, 1, 0, 10, 8, 1, 6, 0, 0x41, 0,
  0xfd, 15, 0x0b,
]);
