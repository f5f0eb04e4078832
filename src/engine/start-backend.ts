/** Starts backends. The code of each is loaded when it is started, and no sooner. */
import { probeAdapter, type AdapterProbe } from './adapter';
import type { Backend, BackendId } from './backend';
import type { Driver } from './tfjs/backend';

export interface StartOptions {
  /** What `probeAdapter` found. */
  readonly probe: AdapterProbe;
  /** Of the WASM engine; by default as many as pay. */
  readonly threads?: number | undefined;
  /** Maps the bundler's address of a .wasm file to the one to fetch; by default it stays. */
  readonly assetUrl?: ((url: string) => string) | undefined;
}

/** @throws whatever keeps the backend from starting: code that does not arrive, a device that is not there */
export async function startBackend(id: BackendId, options: StartOptions): Promise<Backend> {
  switch (id) {
    case 'webgpu':
      return (await import('./webgpu')).startWebgpu(await unusedAdapter(options.probe));
    case 'wasm':
      return (await import('./wasm')).startWasm(options.threads);
    default:
      return startTfjs(id, options);
  }
}

type TfjsId = Exclude<BackendId, 'webgpu' | 'wasm'>;

async function startTfjs(id: TfjsId, options: StartOptions): Promise<Backend> {
  const [{ TfjsBackend }, driver] = await Promise.all([
    import('./tfjs/backend'),
    startDriver(id, options),
  ]);
  return new TfjsBackend(driver);
}

async function startDriver(id: TfjsId, { probe, assetUrl }: StartOptions): Promise<Driver> {
  switch (id) {
    case 'tfjs-webgpu':
      return (await import('./loaders/webgpu')).startWebgpu(await unusedAdapter(probe));
    case 'tfjs-wasm':
      return (await import('./loaders/wasm')).startWasm(assetUrl);
    case 'webgl':
      return (await import('./loaders/webgl')).startWebgl();
    case 'cpu':
      return (await import('./loaders/cpu')).startCpu();
  }
}

const used = new WeakSet<GPUAdapter>();

/** An adapter gives one device; whoever wants another has to ask for the adapter anew. */
async function unusedAdapter(probe: AdapterProbe): Promise<AdapterProbe> {
  const fresh = probe.adapter && used.has(probe.adapter) ? await probeAdapter() : probe;
  if (fresh.adapter) used.add(fresh.adapter);
  return fresh;
}
