import { ElementsOpcode } from '../opcodes/elements';
import type { TapeWriter } from '../tape';
import { fiveDims, fiveStrides } from './strides';

export interface TransposeAt {
  readonly x: number;
  readonly out: number;
  /** Of `x`, at most 5. */
  readonly dims: readonly number[];
  /** Dimension d of `out` is `x`'s `permutation[d]`. */
  readonly permutation: readonly number[];
}

export function transpose(tape: TapeWriter, { x, out, dims, permutation }: TransposeAt): void {
  const strides = rowMajor(dims);
  tape.add(ElementsOpcode.CopyStrided, [
    x,
    out,
    ...fiveDims(permutation.map((d) => dims[d]!)),
    ...fiveStrides(permutation.map((d) => strides[d]!)),
  ]);
}

function rowMajor(dims: readonly number[]): number[] {
  const strides = dims.map(() => 1);
  for (let d = dims.length - 2; d >= 0; d--) strides[d] = strides[d + 1]! * dims[d + 1]!;
  return strides;
}
