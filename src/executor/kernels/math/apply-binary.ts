/** Runs a function of two numbers over two tensors that are broadcast to each other. */
import type { Kernel } from '../../kernel';
import { binaryOnSimd, type BinaryFn } from '../../simd';
import type { ElementType, Tensor } from '../../tensor';
import {
  commonShape,
  forEachRow,
  isBig,
  isComplex,
  isFloat,
  newNumbers,
  numbersOf,
  rowsOf,
  tensorOf,
  unimplemented,
} from '../shared';
import { elementCount } from '../../element-types';
import type { RowLoop } from './rows';

/** Loops for the kinds of numbers; an op that lacks one does not take that kind. */
export interface BinaryLoops {
  readonly float?: RowLoop;
  /** Integers of up to 32 bits, and bool. */
  readonly int?: RowLoop;
  /** 64-bit integers: bigints, typed as numbers. */
  readonly big?: RowLoop;
  /** The same function as SIMD kernels have it, to the bit. */
  readonly simd?: BinaryFn;
  readonly complex?: (a: Tensor, b: Tensor, shape: readonly number[]) => Tensor;
}

/** @param result the type of what comes out; by default that of the operands */
export function binary(loops: BinaryLoops, result?: ElementType): Kernel {
  return (call) => {
    const [a, b] = [call.input(0), call.input(1)];
    const shape = commonShape(a.shape, b.shape);
    if (isComplex(a.dtype) && loops.complex) return [loops.complex(a, b, shape)];
    const loop = loopFor(loops, a.dtype);
    if (!loop) unimplemented(`${call.node.op} is not run on ${a.dtype} here.`);
    const { simd } = loops;
    const done = simd && a.dtype === 'float32' ? binaryOnSimd(simd, a, b, shape) : undefined;
    return [done ?? applyLoop(loop, a, b, shape, result ?? a.dtype)];
  };
}

function loopFor(loops: BinaryLoops, dtype: ElementType): RowLoop | undefined {
  if (isComplex(dtype)) return undefined;
  if (isBig(dtype)) return loops.big;
  return isFloat(dtype) ? loops.float : loops.int;
}

/** @param shape the common one */
export function applyLoop(
  loop: RowLoop,
  a: Tensor,
  b: Tensor,
  shape: readonly number[],
  dtype: ElementType,
): Tensor {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  const out = newNumbers(dtype, elementCount(shape));
  const rows = rowsOf(shape, [a.shape, b.shape]);
  const { count } = rows;
  const [leftStep, rightStep] = [rows.steps[0]!, rows.steps[1]!];
  const run = { to: 0, left: 0, right: 0, leftStep, rightStep, count };
  forEachRow(rows, (row, at) => {
    run.to = row * count;
    run.left = at[0]!;
    run.right = at[1]!;
    loop(out, left, right, run);
  });
  return tensorOf(dtype, shape, out);
}
