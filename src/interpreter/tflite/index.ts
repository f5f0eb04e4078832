import type { AssetUrl, OnFetch } from '../runtime';
import { loadWasm } from './load-wasm';
import { TfliteRuntime } from './runtime';

/** @throws RuntimeError when its files cannot be fetched */
export async function startTflite(assetUrl: AssetUrl, onFetch?: OnFetch): Promise<TfliteRuntime> {
  return new TfliteRuntime(await loadWasm(assetUrl, onFetch));
}
