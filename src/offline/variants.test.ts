import { expect, test } from 'vitest';
import { isLoadedHere, VARIANTS } from './variants';

test('of every pair this browser loads one, and never the build with threads', () => {
  const names = ['tflite_web_api_cc', 'tflite_web_api_cc_simd'].map(
    (n) => `assets/${n}-abcd-123.wasm`,
  );
  expect(names.filter(isLoadedHere)).toEqual([names[1]]);
  const litert = ['litert_wasm_internal', 'litert_wasm_compat_internal'];
  expect(litert.filter((name) => isLoadedHere(`assets/${name}-abcdefgh.js`))).toHaveLength(1);
  expect(isLoadedHere('assets/tfjs-backend-wasm-simd-abcdefgh.wasm')).toBe(true);
  expect(isLoadedHere('assets/tfjs-backend-wasm-abcdefgh.wasm')).toBe(false);
  expect(isLoadedHere('assets/tfjs-backend-wasm-threaded-simd-abcdefgh.wasm')).toBe(false);
});

test('every other file is loaded', () => {
  expect(isLoadedHere('assets/index-abcdefgh.js')).toBe(true);
  expect(isLoadedHere('data/tflite_web_api_cc-abcdefgh.wasm')).toBe(true);
});

test('no file belongs to two variants', () => {
  const url = 'assets/litert_wasm_compat_internal-abcdefgh.wasm';
  expect(VARIANTS.filter(({ files }) => files.test(url))).toHaveLength(1);
});
