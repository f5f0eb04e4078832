import { ElementsOpcode } from '../opcodes/elements';
import { BinaryCode } from '../opcodes/functions';
import type { TapeWriter } from '../tape';
import { fiveDims, fiveStrides } from './strides';

const CODES = {
  add: BinaryCode.Add,
  sub: BinaryCode.Sub,
  mul: BinaryCode.Mul,
  div: BinaryCode.Div,
  divNoNan: BinaryCode.DivNoNan,
  maximum: BinaryCode.Maximum,
  minimum: BinaryCode.Minimum,
  pow: BinaryCode.Pow,
  squaredDifference: BinaryCode.SquaredDifference,
  equal: BinaryCode.Equal,
  notEqual: BinaryCode.NotEqual,
  greater: BinaryCode.Greater,
  greaterEqual: BinaryCode.GreaterEqual,
  less: BinaryCode.Less,
  lessEqual: BinaryCode.LessEqual,
  logicalAnd: BinaryCode.LogicalAnd,
  logicalOr: BinaryCode.LogicalOr,
};

export type BinaryName = keyof typeof CODES;

export interface BinaryAt {
  readonly fn: BinaryName;
  readonly a: number;
  readonly b: number;
  readonly out: number;
  /** At most 5, from the outside in. */
  readonly dims: readonly number[];
  /** In elements, one per dimension. */
  readonly aStrides: readonly number[];
  readonly bStrides: readonly number[];
}

/** `out = fn(a, b)`, row-major over `dims`. `out` may be an operand that is not repeated. */
export function binary(tape: TapeWriter, at: BinaryAt): void {
  tape.add(ElementsOpcode.Binary, [
    CODES[at.fn],
    at.a,
    at.b,
    at.out,
    ...fiveDims(at.dims),
    ...fiveStrides(at.aStrides),
    ...fiveStrides(at.bStrides),
  ]);
}

export interface SelectAt extends Omit<BinaryAt, 'fn'> {
  readonly condition: number;
  readonly conditionStrides: readonly number[];
}

/** `out = condition ? a : b`, row-major over `dims`; everything but 0 is true. */
export function select(tape: TapeWriter, at: SelectAt): void {
  tape.add(ElementsOpcode.Select, [
    at.condition,
    at.a,
    at.b,
    at.out,
    ...fiveDims(at.dims),
    ...fiveStrides(at.conditionStrides),
    ...fiveStrides(at.aStrides),
    ...fiveStrides(at.bStrides),
  ]);
}
