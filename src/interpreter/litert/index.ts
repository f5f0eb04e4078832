import type { AssetUrl, OnFetch } from '../runtime';
import { loadLiteRt, type LoadedLiteRt } from './load-litert';

export { LiteRtRuntime } from './runtime';
export type { LoadedLiteRt };

/** Once in each worker. @throws RuntimeError when its files cannot be fetched */
export function startLiteRt(assetUrl: AssetUrl, onFetch?: OnFetch): Promise<LoadedLiteRt> {
  return loadLiteRt(assetUrl, onFetch);
}
