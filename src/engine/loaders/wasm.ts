/** tfjs on WebAssembly: SIMD where the browser has it, always one thread. */
import { env, setBackend } from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { PyRuntimeError } from '#errors';
import type { Driver } from '../tfjs/backend';

export type AssetUrl = (url: string) => string;

/**
 * @param assetUrl maps the bundler's address of a .wasm file to the one to fetch
 * @throws PyRuntimeError when the file cannot be fetched or compiled
 */
export async function startWasm(assetUrl: AssetUrl = (url) => url): Promise<Driver> {
  // The threaded build starts workers from a source text that bundlers break when they shorten names.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': assetUrl(plainUrl),
    'tfjs-backend-wasm-simd.wasm': assetUrl(simdUrl),
    'tfjs-backend-wasm-threaded-simd.wasm': assetUrl(threadedUrl),
  });
  if (!(await setBackend('wasm'))) {
    throw new PyRuntimeError('The WASM backend did not start.', {
      hint: 'Reload the page; if that does not help, open it with ?backend=cpu.',
    });
  }
  const hasSimd = await env().getAsync('WASM_HAS_SIMD_SUPPORT');
  const device = hasSimd ? 'WebAssembly SIMD, 1 thread' : 'WebAssembly, 1 thread';
  return { id: 'tfjs-wasm', name: 'wasm', device, dispose: () => undefined };
}
