/**
 * A WebGPU device that computes nothing and counts what it is asked for: what an engine costs in calls and bytes can be
 * told, and held down by tests, on machines without a GPU.
 */

export interface DeviceCounts {
  dispatches: number;
  passes: number;
  submits: number;
  buffers: number;
  bindGroups: number;
  pipelines: number;
  shaderModules: number;
  /** Characters of WGSL. */
  shaderText: number;
  writes: number;
  bytesUploaded: number;
  readBacks: number;
}

export interface StubDevice {
  readonly device: GPUDevice;
  /** Since the last `reset`. */
  readonly counts: Readonly<DeviceCounts>;
  reset(): void;
}

/** What WebGPU promises everywhere. */
const LIMITS = {
  maxStorageBufferBindingSize: 2 ** 27,
  maxBufferSize: 2 ** 28,
};

export function createStubDevice(): StubDevice {
  const counts = noCounts();
  return {
    device: stubDevice(counts) as unknown as GPUDevice,
    counts,
    reset: () => void Object.assign(counts, noCounts()),
  };
}

function noCounts(): DeviceCounts {
  return {
    dispatches: 0,
    passes: 0,
    submits: 0,
    buffers: 0,
    bindGroups: 0,
    pipelines: 0,
    shaderModules: 0,
    shaderText: 0,
    writes: 0,
    bytesUploaded: 0,
    readBacks: 0,
  };
}

function stubDevice(counts: DeviceCounts) {
  return {
    limits: LIMITS,
    lost: new Promise<GPUDeviceLostInfo>(() => undefined),
    queue: stubQueue(counts),
    addEventListener: () => undefined,
    destroy: () => undefined,
    createBindGroupLayout: () => ({}),
    createPipelineLayout: () => ({}),
    createBindGroup: () => {
      counts.bindGroups++;
      return {};
    },
    createShaderModule: ({ code }: GPUShaderModuleDescriptor) => {
      counts.shaderModules++;
      counts.shaderText += code.length;
      return {};
    },
    createComputePipelineAsync: () => {
      counts.pipelines++;
      return Promise.resolve({});
    },
    createBuffer: ({ size, mappedAtCreation }: GPUBufferDescriptor) => {
      counts.buffers++;
      if (mappedAtCreation) counts.bytesUploaded += size;
      return stubBuffer(counts, size);
    },
    createCommandEncoder: () => stubEncoder(counts),
  };
}

function stubQueue(counts: DeviceCounts) {
  return {
    submit: () => void counts.submits++,
    onSubmittedWorkDone: () => Promise.resolve(),
    writeBuffer: (...[, , data, start, size]: Parameters<GPUQueue['writeBuffer']>) => {
      counts.writes++;
      counts.bytesUploaded += writtenBytes(data, start, size);
    },
  };
}

/** Start and size of what is written count elements of a typed array. */
function writtenBytes(data: GPUAllowSharedBufferSource, start = 0, size?: number): number {
  const width = 'BYTES_PER_ELEMENT' in data ? (data.BYTES_PER_ELEMENT as number) : 1;
  return size === undefined ? data.byteLength - start * width : size * width;
}

/** What is read back is all zeros. */
function stubBuffer(counts: DeviceCounts, size: number) {
  return {
    size,
    destroy: () => undefined,
    unmap: () => undefined,
    getMappedRange: (offset = 0, length = size - offset) => new ArrayBuffer(length),
    mapAsync: () => {
      counts.readBacks++;
      return Promise.resolve();
    },
  };
}

function stubEncoder(counts: DeviceCounts) {
  return {
    copyBufferToBuffer: () => undefined,
    finish: () => ({}),
    beginComputePass: () => {
      counts.passes++;
      return {
        setPipeline: () => undefined,
        setBindGroup: () => undefined,
        end: () => undefined,
        dispatchWorkgroups: () => void counts.dispatches++,
      };
    },
  };
}
