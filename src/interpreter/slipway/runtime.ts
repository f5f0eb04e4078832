/** Our own kernels as one of the runtimes. */
import { PyRuntimeError } from '#errors';
import type { TfliteModel } from '#formats/tflite';
import { loadLiteBinary, Simd, simdTier } from '#simd';
import type { LiteRuntime, RuntimeModel } from '../runtime';
import { SlipwayModel } from './model';

/**
 * All models of a worker share one memory, since browsers give only so many.
 * @throws RuntimeError in a browser whose WebAssembly has no SIMD
 */
export async function startSlipway(): Promise<LiteRuntime> {
  const tier = simdTier();
  if (!tier) {
    throw new PyRuntimeError("This browser's WebAssembly has no SIMD, which 'slipway' needs.", {
      hint: 'Update the browser, or use runtime: "reference".',
    });
  }
  return runtimeOn(new Simd(await loadLiteBinary(tier)));
}

function runtimeOn(simd: Simd): LiteRuntime {
  const tier = simd.tier === 'relaxed' ? 'relaxed SIMD' : 'SIMD';
  return {
    id: 'slipway',
    device: `Slipway WASM, ${tier}, 1 thread`,
    load: (_bytes: Uint8Array, model: TfliteModel): RuntimeModel => new SlipwayModel(model, simd),
  };
}
