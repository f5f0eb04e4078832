/**
 * Loads LiteRT into this worker. The package fetches its loader with `importScripts`, which module workers refuse; so
 * the loader comes as a module, and what stands in for `importScripts` meanwhile has nothing left to do.
 */
import type * as LiteRtCore from '@litertjs/core';
import compatUrl from '@litertjs/core/wasm/litert_wasm_compat_internal.wasm?url';
import relaxedUrl from '@litertjs/core/wasm/litert_wasm_internal.wasm?url';
import { fetchWasm } from '../fetch-wasm';
import type { AssetUrl, OnFetch } from '../runtime';
import { LiteRtLog } from './log';

export interface LoadedLiteRt {
  readonly core: typeof LiteRtCore;
  readonly log: LiteRtLog;
  /** Bytes of the memory in which all models live. It grows and never shrinks. */
  memoryBytes(): number;
  /** Whether the browser gave it a GPU when it was loaded, and has not taken it away since. */
  gpu(): 'there' | 'absent' | 'lost';
  /** Lets go of everything, so that it can be loaded anew: once it has aborted, it runs other models wrongly too. */
  unload(): void;
}

/** Where the package looks for its loader and the loader's settings. */
interface LoaderScope {
  ModuleFactory?: unknown;
  Module?: unknown;
  importScripts?: unknown;
}

/** @throws RuntimeError when a file cannot be fetched or compiled */
export async function loadLiteRt(assetUrl: AssetUrl, onFetch?: OnFetch): Promise<LoadedLiteRt> {
  const core = await import('@litertjs/core');
  const isRelaxed = await core.supportsFeature('relaxedSimd');
  const [loader, compiled] = await Promise.all([
    isRelaxed
      ? import('@litertjs/core/wasm/litert_wasm_internal.js')
      : import('@litertjs/core/wasm/litert_wasm_compat_internal.js'),
    fetchWasm(assetUrl(isRelaxed ? relaxedUrl : compatUrl), onFetch),
  ]);
  const log = new LiteRtLog();
  const liteRt = await new Promise<LiteRtCore.LiteRt>((resolve, reject) => {
    // The loader would wait for ever for an instance that there is no memory for.
    const Module = settings(compiled, log, reject);
    withoutScripts({ ModuleFactory: loader.default, Module }, () =>
      core.loadLiteRt('loader.js'),
    ).then(resolve, reject);
  });
  const gpu = watchGpu(core.getWebGpuDevice());
  const wasm = liteRt.liteRtWasm as unknown as { readonly HEAPU8: Uint8Array };
  return {
    core,
    log,
    gpu,
    memoryBytes: () => wasm.HEAPU8.buffer.byteLength,
    unload() {
      // What has aborted cannot free its models any more; its whole memory goes with it.
      liteRt.delete = () => undefined;
      core.unloadLiteRt();
    },
  };
}

function watchGpu(device: GPUDevice | undefined | null): LoadedLiteRt['gpu'] {
  let isLost = false;
  void device?.lost.then(() => (isLost = true));
  return () => (isLost ? 'lost' : device ? 'there' : 'absent');
}

function settings(
  compiled: WebAssembly.Module,
  log: LiteRtLog,
  refuse: (reason: unknown) => void,
): object {
  return {
    print: log.write,
    printErr: log.write,
    instantiateWasm(
      imports: WebAssembly.Imports,
      receive: (instance: WebAssembly.Instance) => void,
    ) {
      WebAssembly.instantiate(compiled, imports).then(receive, refuse);
    },
  };
}

async function withoutScripts<T>(given: LoaderScope, work: () => Promise<T>): Promise<T> {
  const scope = globalThis as LoaderScope;
  Object.assign(scope, given, { importScripts: () => undefined });
  try {
    return await work();
  } finally {
    for (const name of ['ModuleFactory', 'Module', 'importScripts'])
      Reflect.deleteProperty(scope, name);
  }
}
