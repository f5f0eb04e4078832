/** The products that are a Gaussian error linear unit: TFLite has an op for them, and none for their parts. */
import type { TensorRef } from '#graph';
import type { NDArray } from '#tensor';

type ConstantOf = (ref: TensorRef) => NDArray | undefined;

/** A number times tensors. */
interface Product {
  readonly coefficient: number;
  readonly factors: readonly TensorRef[];
}

export interface Gelu {
  readonly x: TensorRef;
  /** By tanh, not by the error function. */
  readonly approximate: boolean;
}

/** x/2·erfc(−x/√2), x/2·(1 + erf(x/√2)) or x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³))), however the product nests. */
export function asGelu(ref: TensorRef, constantOf: ConstantOf): Gelu | undefined {
  const { coefficient, factors } = productOf(ref, constantOf);
  if (factors.length !== 2 || !isNear(coefficient, 0.5)) return undefined;
  for (const [x, gate] of [factors, factors.toReversed()] as [TensorRef, TensorRef][]) {
    const approximate = gateOf(gate, x, constantOf);
    if (approximate !== undefined) return { x, approximate };
  }
  return undefined;
}

/** Whether the factor is approximated; undefined where it is another one. */
function gateOf(gate: TensorRef, x: TensorRef, constantOf: ConstantOf): boolean | undefined {
  if (gate.node.op === 'Erfc')
    return isMultiple(gate.node.inputs[0]!, x, -Math.SQRT1_2, constantOf) ? false : undefined;
  const inner = onePlus(gate, constantOf);
  if (inner?.node.op === 'Erf')
    return isMultiple(inner.node.inputs[0]!, x, Math.SQRT1_2, constantOf) ? false : undefined;
  if (inner?.node.op === 'Tanh')
    return isCubic(inner.node.inputs[0]!, x, constantOf) ? true : undefined;
  return undefined;
}

/** y of 1 + y. */
function onePlus({ node }: TensorRef, constantOf: ConstantOf): TensorRef | undefined {
  if (node.op !== 'AddV2' && node.op !== 'Add') return undefined;
  const [a, b] = node.inputs as [TensorRef, TensorRef];
  if (scalarOf(a, constantOf) === 1) return b;
  return scalarOf(b, constantOf) === 1 ? a : undefined;
}

function isCubic(ref: TensorRef, x: TensorRef, constantOf: ConstantOf): boolean {
  const { coefficient, factors } = productOf(ref, constantOf);
  const [sum] = factors;
  if (factors.length !== 1 || !isNear(coefficient, Math.sqrt(2 / Math.PI))) return false;
  if (sum!.node.op !== 'AddV2' && sum!.node.op !== 'Add') return false;
  const cubes = sum!.node.inputs
    .filter((term) => !isSame(term, x))
    .map((term) => productOf(term, constantOf));
  const [cube] = cubes;
  return (
    cubes.length === 1 &&
    isNear(cube!.coefficient, 0.044715) &&
    isCube(cube!.factors, x, constantOf)
  );
}

function isCube(factors: readonly TensorRef[], x: TensorRef, constantOf: ConstantOf): boolean {
  if (factors.length === 3) return factors.every((factor) => isSame(factor, x));
  const [power] = factors;
  if (factors.length !== 1 || power!.node.op !== 'Pow') return false;
  const [base, exponent] = power!.node.inputs as [TensorRef, TensorRef];
  return isSame(base, x) && scalarOf(exponent, constantOf) === 3;
}

function isMultiple(ref: TensorRef, x: TensorRef, by: number, constantOf: ConstantOf): boolean {
  const { coefficient, factors } = productOf(ref, constantOf);
  return factors.length === 1 && isSame(factors[0]!, x) && isNear(coefficient, by);
}

/** Products nest no deeper than this in any spelling; what lies deeper counts as one factor. */
const MOST_LEVELS = 6;

function productOf(ref: TensorRef, constantOf: ConstantOf, levels = MOST_LEVELS): Product {
  const { node } = ref;
  const constant = scalarOf(ref, constantOf);
  if (constant !== undefined) return { coefficient: constant, factors: [] };
  if (levels === 0) return { coefficient: 1, factors: [ref] };
  const parts = node.inputs.map((input) => () => productOf(input, constantOf, levels - 1));
  if (node.op === 'Neg') return times(parts[0]!(), { coefficient: -1, factors: [] });
  if (node.op === 'Mul') return times(parts[0]!(), parts[1]!());
  if (node.op === 'Square') return times(parts[0]!(), parts[0]!());
  const divisor = node.op === 'RealDiv' ? scalarOf(node.inputs[1]!, constantOf) : undefined;
  if (divisor !== undefined) return times(parts[0]!(), { coefficient: 1 / divisor, factors: [] });
  return { coefficient: 1, factors: [ref] };
}

/** Products of more factors than these patterns have are not multiplied out. */
const MOST_FACTORS = 4;

function times(a: Product, b: Product): Product {
  const factors = [...a.factors, ...b.factors].slice(0, MOST_FACTORS);
  return { coefficient: a.coefficient * b.coefficient, factors };
}

function scalarOf(ref: TensorRef, constantOf: ConstantOf): number | undefined {
  const value = constantOf(ref);
  return value?.size === 1 ? value.item() : undefined;
}

function isSame(a: TensorRef, b: TensorRef): boolean {
  return a.node === b.node && a.index === b.index;
}

function isNear(value: number, wanted: number): boolean {
  return Math.abs(value - wanted) <= 1e-5 * Math.abs(wanted);
}
