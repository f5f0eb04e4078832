/** tfjs on WebGPU, on a device that we request ourselves, so that its loss is ours to see. */
import { env, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { PyRuntimeError } from '#errors';
import type { AdapterProbe } from '../adapter';
import type { Driver } from '../tfjs/backend';

const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/** Dispatches between two submits; a training step of a small model fits. */
const DISPATCHES_PER_SUBMIT = 256;

/** @throws PyRuntimeError without an adapter */
export async function startWebgpu({ adapter, name }: AdapterProbe): Promise<Driver> {
  if (!adapter) throw new PyRuntimeError('This browser offers no WebGPU adapter.');
  const device = await adapter.requestDevice({
    requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])),
  });
  let fault: string | undefined;
  device.addEventListener('uncapturederror', ({ error }) => (fault ??= error.message));
  const backend = new WebGPUBackend(device, adapter.info);
  env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', DISPATCHES_PER_SUBMIT);
  removeBackend('webgpu');
  registerBackend('webgpu', () => backend, 0);
  await setBackend('webgpu');
  return {
    id: 'tfjs-webgpu',
    name: 'webgpu',
    device: name,
    lost: device.lost.then(({ message }) => message),
    settle: () => settle(backend, device),
    fault: () => {
      const said = fault;
      fault = undefined;
      return said;
    },
    dispose: () => device.destroy(),
  };
}

async function settle(backend: WebGPUBackend, device: GPUDevice): Promise<void> {
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
  // A failure here means a lost device, which `lost` reports.
  await device.queue.onSubmittedWorkDone().catch(() => undefined);
}
