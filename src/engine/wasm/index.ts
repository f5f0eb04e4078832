/** Starts the WASM engine. */
import { PyRuntimeError } from '#errors';
import { simdTier } from '#simd';
import type { Backend } from '../backend';
import { WasmBackend } from './backend';
import { startSimd } from './start-simd';

/**
 * @param threads to take where memory may be shared; by default as many as pay
 * @throws PyRuntimeError where WebAssembly has no SIMD
 */
export async function startWasm(threads?: number): Promise<Backend> {
  const tier = simdTier();
  if (!tier) {
    throw new PyRuntimeError('this browser has no SIMD in WebAssembly', {
      hint: 'Any browser since 2023 has it: update this one.',
    });
  }
  const { simd, team } = await startSimd(tier, threads);
  return new WasmBackend(simd, () => team?.end());
}
