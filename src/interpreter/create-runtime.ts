/** The runtimes by name. Each comes when it is first asked for and then stays. */
import { PyRuntimeError, PythonError } from '#errors';
import type { LoadedLiteRt } from './litert';
import type { LiteRuntime, RuntimeId, RuntimeOptions } from './runtime';

const sameUrl = (url: string): string => url;

/**
 * @throws RuntimeError when the runtime's files cannot be fetched; the next call tries again
 */
export async function createRuntime(id: RuntimeId, options: RuntimeOptions): Promise<LiteRuntime> {
  try {
    return await load(id, options);
  } catch (cause) {
    if (cause instanceof PythonError) throw cause;
    throw new PyRuntimeError(`The runtime '${id}' could not be loaded: ${String(cause)}`, {
      cause,
      hint: 'Check the connection and run the cell again.',
    });
  }
}

async function load(
  id: RuntimeId,
  { accelerator, assetUrl = sameUrl, onFetch }: RuntimeOptions,
): Promise<LiteRuntime> {
  switch (id) {
    case 'tflite':
      return once('tflite', async () => (await import('./tflite')).startTflite(assetUrl, onFetch));
    case 'litert': {
      const { LiteRtRuntime, startLiteRt } = await import('./litert');
      const start = () => once<LoadedLiteRt>('litert', () => startLiteRt(assetUrl, onFetch));
      let loaded = await start();
      if (loaded.log.hasAborted) {
        loaded.unload();
        started.delete('litert');
        loaded = await start();
      }
      return new LiteRtRuntime(loaded, accelerator);
    }
    case 'slipway':
      return once('slipway', async () => (await import('./slipway')).startSlipway());
    case 'reference':
      return (await import('./reference')).referenceRuntime;
    default:
      throw new TypeError(`no runtime: ${String(id satisfies never)}`);
  }
}

/** What has been started in this worker: WebAssembly's memory is worth having once, and LiteRT allows no more. */
const started = new Map<RuntimeId, Promise<unknown>>();

function once<T>(id: RuntimeId, start: () => Promise<T>): Promise<T> {
  const known = started.get(id) as Promise<T> | undefined;
  if (known) return known;
  const starting = start();
  started.set(id, starting);
  starting.catch(() => started.delete(id));
  return starting;
}
