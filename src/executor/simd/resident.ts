/** A result that lies where the SIMD kernels left it, so that the next one finds it there. */
import { makeTensor, type Tensor } from '../tensor';

/** The memory that a result lies in. */
export interface ResultMemory {
  copy(address: number, count: number): Float32Array;
  free(address: number): void;
}

/**
 * A float32 tensor whose elements are copied out of memory when somebody reads them. Whoever has the last use of it
 * frees it, or settles it for others.
 */
export class ResidentTensor implements Tensor {
  readonly dtype = 'float32';
  readonly shape: readonly number[];
  readonly #memory: ResultMemory;
  readonly #count: number;
  #address: number | undefined;
  #data: Float32Array | undefined;

  constructor(memory: ResultMemory, shape: readonly number[], count: number, address: number) {
    this.#memory = memory;
    this.shape = shape;
    this.#count = count;
    this.#address = address;
  }

  /** In bytes; undefined once it was freed. */
  get address(): number | undefined {
    return this.#address;
  }

  get data(): Float32Array {
    if (this.#data) return this.#data;
    if (this.#address === undefined) throw new Error('A tensor was read after its last use.');
    this.#data = this.#memory.copy(this.#address, this.#count);
    return this.#data;
  }

  /** The same elements outside of that memory; frees it. */
  settle(): Tensor {
    const settled = makeTensor('float32', this.shape, this.data);
    this.free();
    return settled;
  }

  free(): void {
    if (this.#address !== undefined) this.#memory.free(this.#address);
    this.#address = undefined;
  }
}

/** Outputs of a kernel, as any other kernel may have them. */
export function settled(outputs: readonly Tensor[]): readonly Tensor[] {
  if (!outputs.some(isResident)) return outputs;
  return outputs.map((tensor) => (isResident(tensor) ? tensor.settle() : tensor));
}

/** Gives back the memory of what nobody reads any more. */
export function freeResidents(outputs: readonly Tensor[] | undefined): void {
  if (outputs) for (const tensor of outputs) if (isResident(tensor)) tensor.free();
}

export function isResident(tensor: Tensor): tensor is ResidentTensor {
  return tensor instanceof ResidentTensor;
}
