/** Division and remainder: of integers they round, and refuse zero; powers of integers. */
import type { Kernel, KernelCall, Kernels } from '../../kernel';
import type { StatusCode } from '../../status';
import { isFloat, numbersOf, widened } from '../shared';
import { bigLoop, power } from './arithmetic';
import { binary, type BinaryLoops } from './apply-binary';
import { divideRow, loopOf } from './rows';

type Refusal = readonly [code: StatusCode, message: string];

const BY_ZERO: Refusal = ['INVALID_ARGUMENT', 'Integer division by zero'];
/** What TensorFlow's truncating ops make of it. */
const UNEXPECTED: Refusal = [
  'INTERNAL',
  'Unexpected error in binary operator (only integer div and mod should have errors)',
];
const NEGATIVE_POWER: Refusal = [
  'INVALID_ARGUMENT',
  'Integers to negative integer powers are not allowed',
];

function refusing(
  loops: BinaryLoops,
  isWrong: (b: number) => boolean,
  [code, message]: Refusal,
): Kernel {
  const kernel = binary(loops);
  return (call) => {
    if (!isFloat(call.input(1).dtype) && some(call, isWrong) && some(call, () => true, 0)) {
      call.fail(code, message);
    }
    return kernel(call);
  };
}

function some(call: KernelCall, holds: (x: number) => boolean, index = 1): boolean {
  const values = numbersOf(call.input(index));
  for (let i = 0; i < values.length; i++) if (holds(values[i]!)) return true;
  return false;
}

const isZero = (b: number): boolean => Number(b) === 0;

function floorMod(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

function bigFloorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function bigFloorMod(a: bigint, b: bigint): bigint {
  const rest = a % b;
  return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
}

function integerPower(base: number, exponent: number): number {
  let result = 1;
  for (let n = exponent, square = base; n > 0; n >>>= 1) {
    if (n & 1) result = Math.imul(result, square);
    square = Math.imul(square, square);
  }
  return result;
}

const truncating: BinaryLoops = {
  float: divideRow,
  int: loopOf((a, b) => Math.trunc(a / b)),
  big: bigLoop((a, b) => a / b),
};
const floorDiv: BinaryLoops = {
  float: loopOf((a, b) => Math.floor(a / b)),
  int: loopOf((a, b) => Math.floor(a / b)),
  big: bigLoop(bigFloorDiv),
};
const remainder: BinaryLoops = {
  float: loopOf((a, b) => a % b),
  int: loopOf((a, b) => a % b),
  big: bigLoop((a, b) => a % b),
};
const floorRemainder: BinaryLoops = {
  float: loopOf(floorMod),
  int: loopOf(floorMod),
  big: bigLoop(bigFloorMod),
};
const powers: BinaryLoops = {
  float: loopOf(power),
  int: loopOf(integerPower),
  big: bigLoop((a, b) => BigInt.asIntN(64, a ** b)),
};

export const DIVISION: Kernels = widened({
  Div: refusing(truncating, isZero, BY_ZERO),
  FloorDiv: refusing(floorDiv, isZero, BY_ZERO),
  TruncateDiv: refusing(
    { ...truncating, float: loopOf((a, b) => Math.trunc(a / b)) },
    isZero,
    UNEXPECTED,
  ),
  Mod: refusing(remainder, isZero, BY_ZERO),
  FloorMod: refusing(floorRemainder, isZero, BY_ZERO),
  TruncateMod: refusing(remainder, isZero, UNEXPECTED),
  Pow: refusing(powers, (b) => b < 0, NEGATIVE_POWER),
});
