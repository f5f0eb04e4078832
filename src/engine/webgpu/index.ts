/** Our own engine on WebGPU: plans become WGSL kernels. */
import { PyRuntimeError } from '#errors';
import type { AdapterProbe } from '../adapter';
import { WebgpuBackend } from './backend';

const LIMITS = [
  'maxStorageBufferBindingSize',
  'maxBufferSize',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/** Requests a device of our own, as large as the adapter gives. @throws PyRuntimeError without an adapter */
export async function startWebgpu({ adapter, name }: AdapterProbe): Promise<WebgpuBackend> {
  if (!adapter) throw new PyRuntimeError('This browser offers no WebGPU adapter.');
  const device = await adapter.requestDevice({
    requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])),
  });
  return new WebgpuBackend(device, name);
}
