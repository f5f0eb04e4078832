/** Starts the WASM engine. */
import { PyRuntimeError } from '#errors';
import { loadBinary, Simd, simdTier } from '#simd';
import type { Backend } from '../backend';
import { WasmBackend } from './backend';

/** @throws PyRuntimeError where WebAssembly has no SIMD */
export async function startWasm(): Promise<Backend> {
  const tier = simdTier();
  if (!tier) {
    throw new PyRuntimeError('this browser has no SIMD in WebAssembly', {
      hint: 'Any browser since 2023 has it: update this one.',
    });
  }
  const simd = new Simd(await loadBinary(tier, false));
  return new WasmBackend(simd, () => undefined);
}
