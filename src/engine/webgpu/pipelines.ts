/** Compute pipelines of one device, by the text of their shader: sessions of one model compile it once. */

/** All kernels have the same bindings, so that a session needs one bind group. */
export class Pipelines {
  readonly layout: GPUBindGroupLayout;
  readonly #device: GPUDevice;
  readonly #pipelineLayout: GPUPipelineLayout;
  readonly #byText = new Map<string, Promise<GPUComputePipeline>>();

  constructor(device: GPUDevice) {
    this.#device = device;
    this.layout = device.createBindGroupLayout({ entries: BINDINGS.map(entryOf) });
    this.#pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [this.layout] });
  }

  /** Compiles where that has not been done or begun. */
  get(code: string): Promise<GPUComputePipeline> {
    const known = this.#byText.get(code);
    if (known) return known;
    const made = this.#device.createComputePipelineAsync({
      layout: this.#pipelineLayout,
      compute: { module: this.#device.createShaderModule({ code }), entryPoint: 'main' },
    });
    this.#byText.set(code, made);
    made.catch(() => this.#byText.delete(code));
    return made;
  }
}

/** In the order of the bindings: parameters of a run, state, work memory, results, rows, data. */
const BINDINGS: readonly GPUBufferBindingType[] = [
  'uniform',
  'storage',
  'storage',
  'storage',
  'read-only-storage',
  'read-only-storage',
];

const COMPUTE_STAGE = 4;

function entryOf(type: GPUBufferBindingType, binding: number): GPUBindGroupLayoutEntry {
  const hasDynamicOffset = type === 'uniform';
  return { binding, visibility: COMPUTE_STAGE, buffer: { type, hasDynamicOffset } };
}
