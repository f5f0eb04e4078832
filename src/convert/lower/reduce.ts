/** Folding dimensions: sums, extremes and where they are. */
import type { BuiltinOperator } from '#formats/tflite';
import { typeOf } from '#formats/tflite';
import { int32Operand } from './layout';
import type { Rule } from './node-context';

const reduction =
  (code: BuiltinOperator): Rule =>
  (at) => {
    if (at.integers(1, 'axis').length === 0) return at.bind(at.input(0));
    at.emit(code, [at.input(0), int32Operand(at, 1, 'axis')], {
      type: 'ReducerOptions',
      keepDims: at.attr('keep_dims'),
    });
  };

const place =
  (code: 'ARG_MAX' | 'ARG_MIN', type: 'ArgMaxOptions' | 'ArgMinOptions'): Rule =>
  (at) => {
    const outputType = typeOf(at.output().dtype);
    at.emit(code, [at.input(0), int32Operand(at, 1, 'dimension')], { type, outputType });
  };

const cumsum: Rule = (at) =>
  at.emit('CUMSUM', [at.input(0), int32Operand(at, 1, 'axis')], {
    type: 'CumsumOptions',
    exclusive: at.attr('exclusive'),
    reverse: at.attr('reverse'),
  });

const topK: Rule = (at) => {
  const outputs = [at.output(0), at.output(1)];
  outputs.forEach((tensor, index) => at.bind(tensor, index));
  at.add('TOPK_V2', [at.input(0), int32Operand(at, 1, 'k')], outputs);
};

export const REDUCTIONS: Readonly<Record<string, Rule>> = {
  Mean: reduction('MEAN'),
  Sum: reduction('SUM'),
  Max: reduction('REDUCE_MAX'),
  Min: reduction('REDUCE_MIN'),
  Prod: reduction('REDUCE_PROD'),
  All: reduction('REDUCE_ALL'),
  Any: reduction('REDUCE_ANY'),
  ArgMax: place('ARG_MAX', 'ArgMaxOptions'),
  ArgMin: place('ARG_MIN', 'ArgMinOptions'),
  Cumsum: cumsum,
  TopKV2: topK,
};
