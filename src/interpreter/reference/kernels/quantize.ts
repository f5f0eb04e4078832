/** QUANTIZE, DEQUANTIZE and CAST: from one type to another. */
import { decodeFloat16, stridesOf } from '#tensor';
import type { Kernel } from '../kernel';
import { clamp, multiply, quantizeMultiplier, roundAway, roundEven } from '../fixed-point';
import type { Node, Run } from '../node';
import { typeRange } from '../quantization';
import { roundScaled } from '../requantize';
import { numbers } from '../tensors';
import { mapOne } from './elementwise';

export const quantize: Kernel = { prepare: prepareQuantize };
export const dequantize: Kernel = { prepare: prepareDequantize };
export const cast: Kernel = { prepare: prepareCast };

function prepareQuantize(node: Node): Run {
  const input = node.input(0);
  const output = node.output();
  node.accept(input, ['FLOAT32', 'INT8', 'UINT8', 'INT16']);
  node.accept(output, ['INT8', 'UINT8', 'INT16']);
  const { scale, zeroPoint } = node.scaleOf(output);
  const { low, high } = typeRange(node, output.type);
  if (input.type !== 'FLOAT32') return requantize(node);
  if (node.rounding === 'xnnpack') {
    const inverse = Math.fround(1 / scale);
    return mapOne(node, (x) => roundScaled(x, inverse, zeroPoint, low, high));
  }
  return mapOne(node, (x) => clamp(roundAway(Math.fround(x / scale)) + zeroPoint, low, high));
}

function requantize(node: Node): Run {
  const from = node.scaleOf(node.input(0));
  const output = node.output();
  const to = node.scaleOf(output);
  const { low, high } = typeRange(node, output.type);
  const isDelegated = node.input(0).type === output.type && output.type !== 'INT16';
  if (node.rounding === 'xnnpack' && isDelegated) {
    const factor = roundEven(256 * Math.fround(from.scale / to.scale));
    return mapOne(node, (x) => {
      const code = Math.floor(((x - from.zeroPoint) * factor + 128) / 256) + to.zeroPoint;
      return clamp(code, low, high);
    });
  }
  const { mantissa, exponent } = quantizeMultiplier(from.scale / to.scale);
  return mapOne(node, (x) => {
    const code = multiply(x - from.zeroPoint, mantissa, exponent) + to.zeroPoint;
    return clamp(code, low, high);
  });
}

function prepareDequantize(node: Node): Run {
  const input = node.input(0);
  const output = node.output();
  node.accept(input, ['INT8', 'UINT8', 'INT16', 'FLOAT16']);
  node.accept(output, ['FLOAT32']);
  if (input.type === 'FLOAT16') return mapOne(node, decodeFloat16);
  const { scale, zeroPoint } = node.scalesOf(input);
  if (scale.length === 1) return mapOne(node, (x) => (x - zeroPoint[0]!) * scale[0]!);
  const axis = input.quantization!.quantizedDimension;
  node.ensure(
    input.shape[axis] === scale.length,
    `Tensor '${input.name}' has ${scale.length} scales along axis ${axis}.`,
  );
  node.resize(output, input.shape);
  const stride = stridesOf(input.shape)[axis]!;
  return () => {
    const x = numbers(input);
    const y = numbers(output);
    for (let i = 0; i < y.length; i++) {
      const channel = Math.floor(i / stride) % scale.length;
      y[i] = (x[i]! - zeroPoint[channel]!) * scale[channel]!;
    }
  };
}

function prepareCast(node: Node): Run {
  const input = node.input(0);
  const output = node.output();
  const types = ['FLOAT32', 'INT32', 'INT64', 'UINT8', 'INT8', 'INT16', 'BOOL', 'FLOAT16'] as const;
  node.accept(input, types);
  node.accept(output, types.slice(0, -1));
  node.resize(output, input.shape);
  const isWide = output.type === 'INT64';
  const isBool = output.type === 'BOOL';
  const isWhole = output.type !== 'FLOAT32';
  const read = input.type === 'FLOAT16' ? decodeFloat16 : Number;
  return () => {
    const x = input.data as ArrayLike<number>;
    const y = output.data as { [index: number]: number | bigint };
    for (let i = 0; i < output.data.length; i++) {
      const value = read(x[i]!);
      const cut = isBool ? Number(value !== 0) : isWhole ? wholeOf(value) : value;
      y[i] = isWide ? BigInt(cut) : cut;
    }
  };
}

/** Towards zero; 0 for what is no number. */
function wholeOf(value: number): number {
  return Number.isFinite(value) ? Math.trunc(value) : 0;
}
