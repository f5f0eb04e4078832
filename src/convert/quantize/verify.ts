/** What must be true of every quantized graph, checked before it is written: a mistake here would be silent at run time. */
import { ValueError } from '#errors';
import type { LiteGraph, LiteOp, LiteTensor, Quantization } from '../lite/graph';
import type { ConversionOptions } from '../options';
import {
  fixedOutput,
  hasIntegerKernel,
  isSameScale,
  touchesFloats,
  weightedRule,
  type IntegerMode,
} from './op-table';
import { CODES } from './parameters';
import { MULTIPLIER_LIMIT } from './weighted';

/** @throws ValueError naming the op or tensor that no runtime would run rightly */
export function verifyQuantized(graph: LiteGraph, options: ConversionOptions): void {
  const mode: IntegerMode = options.mode === 'int8' ? 'int8' : 'int16x8';
  for (const op of graph.ops) {
    for (const tensor of [...op.inputs, ...op.outputs]) if (tensor) verifyTensor(tensor);
    verifyInteger(op, mode);
    if (!isIntegerOp(op)) continue;
    verifyWeighted(op);
    verifySameScale(op);
    verifyFixed(op, mode);
  }
}

function isIntegerOp(op: LiteOp): boolean {
  return op.outputs.some(({ quantization }) => quantization);
}

/** An op that has an integer kernel must not be left in float, or half of it. */
function verifyInteger(op: LiteOp, mode: IntegerMode): void {
  if (touchesFloats(op) && hasIntegerKernel(op, mode)) {
    throw broken(op.sources[0] ?? op.code, `a ${op.code} in float`);
  }
}

function verifyTensor(tensor: LiteTensor): void {
  const { quantization: q, name, shape } = tensor;
  if (!q) return;
  const counts = [1, shape[q.dimension]];
  if (!counts.includes(q.scale.length) || q.zeroPoint.length !== q.scale.length) {
    throw broken(name, `${q.scale.length} scales and ${q.zeroPoint.length} zero points`);
  }
  const bad = q.scale.find((scale) => !Number.isFinite(scale) || scale <= 0);
  if (bad !== undefined) throw broken(name, `a scale of ${bad}`);
  const [lowest, highest] =
    tensor.dtype === 'int8' || tensor.dtype === 'uint8' ? CODES[tensor.dtype] : [0, 0];
  const outside = q.zeroPoint.find((zero) => zero < lowest || zero > highest);
  if (outside !== undefined) throw broken(name, `a zero point of ${outside}`);
}

function verifyWeighted(op: LiteOp): void {
  const rule = weightedRule(op);
  const result = op.outputs[0]!;
  if (!rule || !result.quantization) return;
  const [input, weights, bias] = [rule.input, rule.weights, rule.bias].map(
    (i) => op.inputs[i]?.quantization,
  );
  if (weights!.zeroPoint.some((zero) => zero !== 0)) throw broken(op.code, 'weights off zero');
  const scales = weights!.scale.map((scale) => input!.scale[0]! * scale);
  if (bias && !scales.every((scale, c) => Math.fround(scale) === bias.scale[c])) {
    throw broken(op.code, 'a bias in other units than its products');
  }
  const largest = Math.max(...scales) / result.quantization.scale[0]!;
  if (!(largest < MULTIPLIER_LIMIT)) {
    throw broken(result.name, `a scale ${largest.toPrecision(3)} times smaller than its products`);
  }
}

function verifySameScale(op: LiteOp): void {
  if (!isSameScale(op)) return;
  const [first, ...others] = [...op.inputs, ...op.outputs].flatMap((t) => t?.quantization ?? []);
  if (first && !others.every((other) => isEqual(first, other))) {
    throw broken(op.code, 'operands and results of different scales');
  }
}

function verifyFixed(op: LiteOp, mode: IntegerMode): void {
  const fixed = fixedOutput(op, mode);
  const q = op.outputs[0]!.quantization;
  if (fixed && q && (q.scale[0] !== fixed.scale || q.zeroPoint[0] !== fixed.zeroPoint)) {
    throw broken(op.code, `a scale of ${q.scale[0]} where ${fixed.scale} is prescribed`);
  }
}

function isEqual(a: Quantization, b: Quantization): boolean {
  return a.scale[0] === b.scale[0] && a.zeroPoint[0] === b.zeroPoint[0];
}

function broken(place: string, what: string): ValueError {
  return new ValueError(`The quantized model would have ${what} at "${place}"`, {
    place,
    hint: 'Try without quantizing (no optimizations), and compare the ranges in the representative data.',
  });
}
