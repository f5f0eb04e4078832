/** Functions of codes of 8 bits as tables, which the reference kernels fill: all that there is goes through them once. */
import { instructions } from '#simd';
import type { TypedArray } from '#tensor';
import type { Kernel, LiteTensor, Node } from '../../reference';
import type { Lower } from './lowering';

const CODES = 256;

export function isBytes({ type }: LiteTensor): boolean {
  return type === 'INT8' || type === 'UINT8';
}

/** A function of one tensor of codes: to codes, or to floats. */
export const mapCodes: Lower = ({ node, kernel, tape, arena }) => {
  const input = node.input(0);
  const output = node.output();
  if (!isBytes(input) || (input.quantization?.scale.length ?? 0) !== 1) return false;
  const table = tabulate(node, kernel, [[input, [CODES]]]);
  const at = {
    x: arena.addressOf(input),
    y: arena.addressOf(output),
    count: output.data.length,
  };
  if (table instanceof Float32Array) {
    instructions.lite.mapToWords(tape, { ...at, table: arena.place(table) });
    return true;
  }
  const bytes = new Uint8Array(table.buffer, table.byteOffset, table.length);
  const isFlip = bytes.every((code, i) => code === (i ^ bytes[0]!));
  if (isFlip) instructions.lite.flip(tape, { ...at, bits: bytes[0]! });
  else instructions.lite.map(tape, { ...at, table: arena.place(bytes) });
  return true;
};

/**
 * What an op makes of all codes.
 * @param given its inputs, each with a shape of 256 elements: every code, in the order of uint8
 */
export function tabulate(
  node: Node,
  kernel: Kernel,
  given: readonly (readonly [LiteTensor, readonly number[]])[],
): TypedArray {
  const output = node.output();
  const others = new Map(given.map(([tensor, shape]) => [tensor, withAllCodes(tensor, shape)]));
  others.set(output, { ...output, data: new Uint8Array() });
  const other = node.on((tensor) => others.get(tensor) ?? tensor);
  kernel.prepare(other)();
  return other.output().data;
}

function withAllCodes(tensor: LiteTensor, shape: readonly number[]): LiteTensor {
  const bytes = Uint8Array.from({ length: CODES }, (_, i) => i);
  const data = tensor.type === 'INT8' ? new Int8Array(bytes.buffer) : bytes;
  return { ...tensor, shape, data, isKnown: true };
}
