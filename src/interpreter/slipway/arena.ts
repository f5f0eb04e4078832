/** What a model has in the memory of the kernels: tensors, constants, room to compute in, tapes. */
import { dtypeOf } from '#formats/tflite';
import type { Simd } from '#simd';
import { DTYPES, type TypedArray } from '#tensor';
import type { LiteTensor } from '../reference';

/** Bytes behind a tensor: kernels read and write whole registers. */
const SLACK = 32;

interface Room {
  readonly address: number;
  readonly bytes: number;
}

interface Place {
  readonly address: number;
  /** Elements. The tensor's array does not tell: one whose memory has moved has none. */
  readonly length: number;
}

type ViewMaker = new (buffer: ArrayBufferLike, address: number, length: number) => TypedArray;

export class Arena {
  readonly simd: Simd;
  readonly #tensors = new Map<LiteTensor, Place>();
  readonly #rooms = new Map<string, Room>();
  readonly #owned: number[] = [];
  #buffer: ArrayBufferLike | undefined;

  constructor(simd: Simd) {
    this.simd = simd;
  }

  /** Where a tensor is; it moves into this memory when it is first asked for. */
  addressOf(tensor: LiteTensor): number {
    const known = this.#tensors.get(tensor);
    if (known) return known.address;
    const address = this.place(tensor.data);
    this.#tensors.set(tensor, { address, length: tensor.data.length });
    return address;
  }

  /** Gives a tensor the memory of another one of the same size. */
  share(tensor: LiteTensor, other: LiteTensor): void {
    const address = this.addressOf(other);
    this.#tensors.set(tensor, { address, length: tensor.data.length });
  }

  /** Puts a copy of these elements there. */
  place(data: TypedArray): number {
    const address = this.#allocate(data.byteLength + SLACK);
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.simd.bytes.set(bytes, address);
    return address;
  }

  /** Memory in which an op may compute: what one leaves there the next one with this name writes over. */
  room(name: string, bytes: number): number {
    const known = this.#rooms.get(name);
    if (known && known.bytes >= bytes) return known.address;
    const address = this.#allocate(bytes + SLACK);
    this.#rooms.set(name, { address, bytes });
    return address;
  }

  placeTape(words: Int32Array): number {
    const address = this.simd.placeTape(words);
    this.#owned.push(address);
    return address;
  }

  /** Lets the tensors' arrays be what is in memory, which moves when it grows. */
  refresh(): void {
    const { buffer } = this.simd.memory;
    if (buffer === this.#buffer) return;
    this.#buffer = buffer;
    for (const [tensor, place] of this.#tensors) {
      tensor.data = viewOf(tensor, buffer, place);
    }
  }

  /** Gives all of it back. */
  free(): void {
    for (const address of this.#owned.splice(0)) this.simd.heap.free(address);
  }

  #allocate(bytes: number): number {
    const address = this.simd.heap.allocate(bytes);
    this.#owned.push(address);
    return address;
  }
}

function viewOf({ type }: LiteTensor, buffer: ArrayBufferLike, place: Place): TypedArray {
  const View = DTYPES[dtypeOf(type)].array as unknown as ViewMaker;
  return new View(buffer, place.address, place.length);
}
