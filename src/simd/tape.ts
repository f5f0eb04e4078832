/** Writes tapes: what `assembly/tape.ts` runs. `instructions/` has a function for each instruction. */

const END = 0;

/** Instructions as words of 4 bytes, ready to be copied into memory. */
export class TapeWriter {
  readonly #words: number[] = [];

  /**
   * Adds one instruction.
   * @param ints addresses (in bytes), counts and flags, which come first
   * @param floats float32 arguments behind them
   */
  add(opcode: number, ints: readonly number[], floats: readonly number[] = []): this {
    const bytes = 4 * (2 + ints.length + floats.length);
    this.#words.push(opcode, bytes, ...ints, ...floats.map(bitsOf));
    return this;
  }

  /** The tape so far, with its end. */
  finish(): Int32Array {
    return Int32Array.from([...this.#words, END, 8]);
  }
}

const scratch = new DataView(new ArrayBuffer(4));

function bitsOf(value: number): number {
  scratch.setFloat32(0, value);
  return scratch.getInt32(0);
}
