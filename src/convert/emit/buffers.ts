/** The buffers of a file. The first is empty, for all tensors that are computed; equal constants share one. */
import { crc32c } from '#bytes';
import type { Buffer } from '#formats/tflite';
import type { NDArray } from '#tensor';

export class Buffers {
  readonly #list: Buffer[] = [{ data: new Uint8Array(0) }];
  readonly #byContent = new Map<string, number[]>();

  get list(): readonly Buffer[] {
    return this.#list;
  }

  /** @returns the index of a buffer with the array's bytes */
  ofArray(array: NDArray): number {
    const { buffer, byteOffset, byteLength } = array.data;
    return this.of(new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength));
  }

  of(data: Uint8Array): number {
    const key = `${data.length} ${crc32c(data)}`;
    const candidates = this.#byContent.get(key) ?? [];
    const known = candidates.find((index) => isEqual(this.#list[index]!.data, data));
    if (known !== undefined) return known;
    const index = this.#list.push({ data }) - 1;
    this.#byContent.set(key, [...candidates, index]);
    return index;
  }
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.every((byte, i) => byte === b[i]);
}
