/**
 * The kernels for this browser. Their modules are part of whatever script the executor is in, since a service worker can
 * load nothing later; they are compiled when the first node asks for them.
 */
import { compileBinary, Simd, simdTier } from '#simd';
import { wasm as relaxed } from 'virtual:simd/relaxed';
import { wasm as simd128 } from 'virtual:simd/simd128';
import { SimdMemory } from './memory';

const MODULES = { relaxed, simd128 };

/** Undefined until somebody asked; null where there is no SIMD, or no memory for it. */
let started: SimdMemory | null | undefined;

/** The memory that all sessions share. Undefined where plain TypeScript has to do. */
export function simdMemory(): SimdMemory | undefined {
  if (started === undefined) started = start();
  return started ?? undefined;
}

function start(): SimdMemory | null {
  const tier = simdTier();
  if (!tier) return null;
  try {
    return new SimdMemory(new Simd(compileBinary(MODULES[tier], tier, false)));
  } catch (error) {
    console.warn('Served models go on without SIMD.', error);
    return null;
  }
}
