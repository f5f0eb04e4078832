/** Copies from the device: staging buffers that are used again and again. */
import { READ_BACK_USAGE } from './buffers';

/** Words to copy out of a buffer. */
export interface Part {
  readonly buffer: GPUBuffer;
  /** In words. */
  readonly start: number;
  readonly length: number;
}

export class ReadBack {
  readonly #device: GPUDevice;
  readonly #free: GPUBuffer[] = [];
  #isDestroyed = false;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /**
   * Appends the copy to the encoder.
   * @returns to be called after the submit; resolves with the values, when everything before has been done
   */
  copy(encoder: GPUCommandEncoder, { buffer, start, length }: Part): () => Promise<Float32Array> {
    const staging = this.#take(4 * length);
    encoder.copyBufferToBuffer(buffer, 4 * start, staging, 0, 4 * length);
    return () => this.#read(staging, 4 * length);
  }

  destroy(): void {
    this.#isDestroyed = true;
    for (const buffer of this.#free) buffer.destroy();
    this.#free.length = 0;
  }

  async #read(staging: GPUBuffer, bytes: number): Promise<Float32Array> {
    await staging.mapAsync(1, 0, bytes);
    const values = new Float32Array(staging.getMappedRange(0, bytes).slice(0));
    staging.unmap();
    if (this.#isDestroyed) staging.destroy();
    else this.#free.push(staging);
    return values;
  }

  /** The smallest that is large enough, or a new one. */
  #take(bytes: number): GPUBuffer {
    const fitting = this.#free.filter(({ size }) => size >= bytes).sort((a, b) => a.size - b.size);
    const best = fitting[0];
    if (!best) return this.#device.createBuffer({ size: roomFor(bytes), usage: READ_BACK_USAGE });
    this.#free.splice(this.#free.indexOf(best), 1);
    return best;
  }
}

/** A power of two, so that sizes that differ a little share buffers. */
function roomFor(bytes: number): number {
  return Math.max(256, 2 ** Math.ceil(Math.log2(bytes)));
}
