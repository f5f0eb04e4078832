/** Which op of a float model an op of the quantized one came from. */
import { ValueError } from '#errors';
import { opName, type Operator, type SubGraph, type TfliteModel } from '#formats/tflite';

export interface OpPair {
  readonly op: string;
  readonly quantized: Operator;
  readonly float: Operator;
}

/** What stands between number types, and has no twin. */
const CONVERSIONS = new Set(['QUANTIZE', 'DEQUANTIZE']);

/**
 * Ops in pairs, in the order of the models.
 * @throws ValueError when the models have different ops
 */
export function pairOps(quantized: TfliteModel, float: TfliteModel): OpPair[] {
  const [left, right] = [quantized, float].map(workingOps) as [Operator[], Operator[]];
  return left.map((operator, i) => {
    const op = opName(quantized, operator);
    const twin = right[i];
    const isPair = twin && opName(float, twin) === op && left.length === right.length;
    if (!isPair) throw differentOps(op, i, left.length, right.length);
    return { op, quantized: operator, float: twin };
  });
}

export function graphOf(model: TfliteModel): SubGraph {
  return model.subgraphs[0]!;
}

function workingOps(model: TfliteModel): Operator[] {
  return graphOf(model).operators.filter((operator) => !CONVERSIONS.has(opName(model, operator)));
}

function differentOps(op: string, at: number, left: number, right: number): ValueError {
  return new ValueError(
    `The quantized model (${left} ops) and the float model (${right} ops) are not the same model: they differ from op ${at} on, which is ${op} in the quantized one.`,
    { hint: 'Convert both from the same SavedModel, or give the debugger the converter.' },
  );
}
