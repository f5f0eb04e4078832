/** Einstein summation as TensorFlow's Einsum op writes it: `...ab,bc->...ac`, one or two operands, explicit output. */
import type { Shape } from './graph';
import { mergeDim, ShapeError } from './shapes';

/** One label per dimension; dimensions behind an ellipsis have the labels `0`, `1`, … counted from the last. */
export interface EinsumLabels {
  readonly inputs: readonly (readonly string[])[];
  readonly output: readonly string[];
}

/**
 * @param ranks of the operands
 * @throws ShapeError for an equation that is none, or that does not fit the operands
 */
export function parseEinsum(equation: string, ranks: readonly number[]): EinsumLabels {
  const [left, right, ...more] = equation.replaceAll(' ', '').split('->');
  if (left === undefined || right === undefined || more.length > 0)
    throw new ShapeError(`Expected exactly one '->' in einsum equation: ${equation}`);
  const terms = left.split(',');
  if (terms.length !== ranks.length || terms.length > 2)
    throw new ShapeError(
      `Expected ${terms.length} inputs for einsum equation ${equation} but got: ${ranks.length}`,
    );
  const inputs = terms.map((term, i) => labelsOf(term, ranks[i]!, equation));
  const spread = Math.max(0, ...inputs.map((labels) => labels.filter(isEllipsis).length));
  const output = labelsOf(right, right.replace('...', '').length + spread, equation);
  checkOutput(inputs, output, equation);
  return { inputs, output };
}

/** Shape of the result. */
export function einsumShape(equation: string, shapes: readonly Shape[]): Shape {
  const { inputs, output } = parseEinsum(
    equation,
    shapes.map((shape) => shape.length),
  );
  const dims = new Map<string, number | null>();
  inputs.forEach((labels, operand) =>
    labels.forEach((label, axis) => {
      const dim = shapes[operand]![axis]!;
      const before = dims.get(label);
      if (before === undefined) dims.set(label, dim);
      else if (isEllipsis(label)) dims.set(label, broadcastDim(before, dim));
      else dims.set(label, mergeDim(before, dim));
    }),
  );
  return output.map((label) => dims.get(label)!);
}

function isEllipsis(label: string): boolean {
  return label >= '0' && label <= '9';
}

function labelsOf(term: string, rank: number, equation: string): string[] {
  const match = /^([A-Za-z]*)(\.\.\.)?([A-Za-z]*)$/.exec(term);
  if (!match) throw new ShapeError(`Invalid character in einsum equation: ${equation}`);
  const [before, after] = [match[1]!, match[3]!];
  const rest = rank - before.length - after.length;
  if (match[2] ? rest < 0 || rest > 10 : rest !== 0)
    throw new ShapeError(
      `Expected input with rank ${before.length + after.length} for einsum equation ${equation} but got rank ${rank}`,
    );
  const spread = Array.from({ length: rest }, (_, i) => String(rest - 1 - i));
  return [...before, ...spread, ...after];
}

function checkOutput(inputs: readonly string[][], output: string[], equation: string): void {
  const known = new Set(inputs.flat());
  const stranger = output.find((label) => !known.has(label));
  if (stranger !== undefined)
    throw new ShapeError(
      `Einsum equation ${equation} has the output subscript ${stranger}, which no input has`,
    );
  if (new Set(output).size < output.length)
    throw new ShapeError(`Einsum equation ${equation} repeats an output subscript`);
}

function broadcastDim(a: number | null, b: number | null): number | null {
  if (a === 1) return b;
  return b === 1 ? a : mergeDim(a, b);
}
