import type { AssetUrl } from '../runtime';
import { loadLiteRt, type LoadedLiteRt } from './load-litert';

export { LiteRtRuntime } from './runtime';
export type { LoadedLiteRt };

/** Once in each worker. @throws RuntimeError when its files cannot be fetched */
export function startLiteRt(assetUrl: AssetUrl): Promise<LoadedLiteRt> {
  return loadLiteRt(assetUrl);
}
