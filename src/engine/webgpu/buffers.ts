/** GPU buffers of a session, and the bind group that names them. */
import { PyRuntimeError } from '#errors';

/** In the order of the bindings behind the uniform block. */
export const STORAGE = ['state', 'work', 'results', 'rows', 'data'] as const;

export type StorageName = (typeof STORAGE)[number];

const USAGE = { copySource: 0x4, copyTarget: 0x8, uniform: 0x40, storage: 0x80, mapRead: 0x1 };

export const READ_BACK_USAGE = USAGE.mapRead | USAGE.copyTarget;
const STORAGE_USAGE = USAGE.storage | USAGE.copySource | USAGE.copyTarget;
const UNIFORM_USAGE = USAGE.uniform | USAGE.copyTarget;

/** Bytes of the smallest buffer: a binding may not be empty. */
const SMALLEST = 16;

/** Words up to which new content goes through the queue into the buffer that is there. */
const SMALL_FILL = 2 ** 18;

export class SessionBuffers {
  readonly params: GPUBuffer;
  readonly #device: GPUDevice;
  readonly #layout: GPUBindGroupLayout;
  readonly #blockBytes: number;
  readonly #storage = new Map<StorageName, GPUBuffer>();
  #group: GPUBindGroup | undefined;

  /** @param blocks room for so many uniform blocks @param blockBytes of one */
  constructor(device: GPUDevice, layout: GPUBindGroupLayout, blocks: number, blockBytes: number) {
    this.#device = device;
    this.#layout = layout;
    this.#blockBytes = blockBytes;
    this.params = device.createBuffer({ size: blocks * blockBytes, usage: UNIFORM_USAGE });
    for (const name of STORAGE) this.#storage.set(name, this.#make(SMALLEST));
  }

  get(name: StorageName): GPUBuffer {
    return this.#storage.get(name)!;
  }

  /** Makes room for so many words; what a grown buffer held is lost. @throws PyRuntimeError beyond the device's limits */
  reserve(name: StorageName, words: number): void {
    const before = this.get(name);
    if (before.size >= 4 * words) return;
    const made = this.#make(4 * words, name);
    this.#replace(name, made);
  }

  /** Gives the buffer this size and content. @param write fills the words */
  fill(name: StorageName, words: number, write: (to: Uint32Array<ArrayBuffer>) => void): void {
    if (words <= SMALL_FILL) {
      const values = new Uint32Array(words);
      write(values);
      this.reserve(name, words);
      this.#device.queue.writeBuffer(this.get(name), 0, values);
      return;
    }
    const buffer = this.#make(4 * words, name, true);
    try {
      write(new Uint32Array(buffer.getMappedRange()));
    } catch (error) {
      buffer.destroy();
      throw error;
    }
    buffer.unmap();
    this.#replace(name, buffer);
  }

  /** Of all buffers as they are now. */
  get group(): GPUBindGroup {
    return (this.#group ??= this.#device.createBindGroup({
      layout: this.#layout,
      entries: [
        { binding: 0, resource: { buffer: this.params, size: this.#blockBytes } },
        ...STORAGE.map((name, index) => ({
          binding: index + 1,
          resource: { buffer: this.get(name) },
        })),
      ],
    }));
  }

  destroy(): void {
    this.params.destroy();
    for (const buffer of this.#storage.values()) buffer.destroy();
  }

  #replace(name: StorageName, buffer: GPUBuffer): void {
    this.get(name).destroy();
    this.#storage.set(name, buffer);
    this.#group = undefined;
  }

  #make(size: number, name?: StorageName, mappedAtCreation = false): GPUBuffer {
    const { maxStorageBufferBindingSize, maxBufferSize } = this.#device.limits;
    const most = Math.min(maxStorageBufferBindingSize, maxBufferSize);
    if (size > most) throw tooLarge(name, size, most);
    return this.#device.createBuffer({
      size: Math.max(size, SMALLEST),
      usage: STORAGE_USAGE,
      mappedAtCreation,
    });
  }
}

const CONTENTS: Readonly<Record<StorageName, string>> = {
  state: 'model',
  work: 'batch',
  results: 'result',
  rows: 'batch',
  data: 'data set',
};

function tooLarge(name: StorageName | undefined, size: number, most: number): PyRuntimeError {
  const megabytes = (bytes: number) => Math.ceil(bytes / 2 ** 20);
  const what = name ? CONTENTS[name] : 'buffer';
  return new PyRuntimeError(
    `The ${what} needs ${megabytes(size)} MB in one piece, but this GPU gives ${megabytes(most)} MB.`,
    { hint: 'Take smaller batches, or open the page with ?backend=wasm to run without the GPU.' },
  );
}
