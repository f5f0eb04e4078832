/** Assert: fails with what its data say. */
import { decodeFloat16, floatText } from '#tensor';
import type { KernelCall } from '../kernel';
import type { Tensor } from '../tensor';

/** How many elements are shown of each tensor where the node does not say. */
const SHOWN = 3;

export function assertOp(call: KernelCall): readonly Tensor[] {
  const [condition, ...data] = call.inputs;
  if (condition?.data[0]) return [];
  const shown = call.int('summarize', SHOWN);
  const parts = data.map((tensor) => `[${summary(tensor, shown)}]`);
  call.fail('INVALID_ARGUMENT', `assertion failed: ${parts.join(' ')}`);
}

/** The first elements as TensorFlow prints them: `1 2 3...`, in brackets for each dimension. */
export function summary(tensor: Tensor, shown: number): string {
  const count = tensor.shape.reduce((product, size) => product * size, 1);
  const limit = shown < 0 ? count : shown;
  const printer = new Printer(tensor, limit);
  return tensor.shape.length === 0 ? printer.element(0) : printer.block(0);
}

class Printer {
  readonly #tensor: Tensor;
  readonly #limit: number;
  #next = 0;

  constructor(tensor: Tensor, limit: number) {
    this.#tensor = tensor;
    this.#limit = limit;
  }

  element(index: number): string {
    const { dtype, data } = this.#tensor;
    const value = data[index];
    if (value instanceof Uint8Array) return new TextDecoder().decode(value);
    if (dtype === 'float16') return floatText(decodeFloat16(value as number), 'float32');
    return String(value);
  }

  /** One dimension; the outermost brackets are the message's. */
  block(axis: number): string {
    const { shape } = this.#tensor;
    const parts: string[] = [];
    for (let i = 0; i < shape[axis]!; i++) {
      if (this.#next >= this.#limit) {
        parts.push('...');
        break;
      }
      parts.push(
        axis === shape.length - 1 ? this.element(this.#next++) : `[${this.block(axis + 1)}]`,
      );
    }
    return axis === shape.length - 1 ? parts.join(' ').replace(' ...', '...') : parts.join('');
  }
}
