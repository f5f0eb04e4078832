import { seconds, noWebGpu, type Sample, type Work } from '../work';

const DISPATCHES = 1000;
const SHADER = '@compute @workgroup_size(1) fn main() {}';

interface Ready {
  readonly device: GPUDevice;
  readonly pipeline: GPUComputePipeline;
}

/** Microseconds for a kernel that does nothing, one of a thousand in a pass, until all are done. */
export class EmptyDispatch implements Work {
  readonly task = {
    section: 'calibration',
    what: 'Empty WebGPU dispatch',
    unit: 'µs',
    kind: 'machine',
  } as const;
  #ready: Ready | undefined;

  async measure(): Promise<Sample> {
    this.#ready ??= await start();
    await this.#submit(this.#ready);
    const begin = seconds();
    await this.#submit(this.#ready);
    return { value: (1e6 * (seconds() - begin)) / DISPATCHES };
  }

  close(): void {
    this.#ready?.device.destroy();
    this.#ready = undefined;
  }

  #submit({ device, pipeline }: Ready): Promise<undefined> {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    for (let i = 0; i < DISPATCHES; i++) pass.dispatchWorkgroups(1);
    pass.end();
    device.queue.submit([encoder.finish()]);
    return device.queue.onSubmittedWorkDone();
  }
}

async function start(): Promise<Ready> {
  const { gpu } = navigator as Partial<Navigator>;
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw noWebGpu();
  const device = await adapter.requestDevice();
  const module = device.createShaderModule({ code: SHADER });
  const pipeline = await device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module, entryPoint: 'main' },
  });
  return { device, pipeline };
}
