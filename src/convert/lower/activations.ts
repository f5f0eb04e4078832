/** Activation functions: one op where TFLite has it, the sums and products that TensorFlow writes where it has none. */
import type { BuiltinOperator, BuiltinOptions, EmptyOptions } from '#formats/tflite';
import type { LiteTensor } from '../lite/graph';
import { ADD, constantLast, DIV, MUL, SUB } from './arithmetic';
import { asGelu } from './gelu';
import type { NodeContext, Rule } from './node-context';

export const emits =
  (code: BuiltinOperator, type?: EmptyOptions['type']): Rule =>
  (at) =>
    at.emit(code, at.inputs(), type && { type });

/** A step on the way to the node's result. */
function step(
  at: NodeContext,
  code: BuiltinOperator,
  inputs: readonly LiteTensor[],
  suffix: string,
  options?: BuiltinOptions,
): LiteTensor {
  return at.add(code, inputs, [at.between(suffix, at.output())], options);
}

const EXP: BuiltinOptions = { type: 'ExpOptions' };

/** ln(1 + eˣ) */
const softplus: Rule = (at) => {
  const grown = step(at, 'EXP', [at.input(0)], 'Exp', EXP);
  at.emit('LOG', [step(at, 'ADD', [grown, at.scalar(1, 'float32', 'one')], 'add', ADD)]);
};

/** x / (1 + |x|) */
const softsign: Rule = (at) => {
  const size = step(at, 'ABS', [at.input(0)], 'Abs', { type: 'AbsOptions' });
  const divisor = step(at, 'ADD', [size, at.scalar(1, 'float32', 'one')], 'add', ADD);
  at.emit('DIV', [at.input(0), divisor], DIV);
};

const log1p: Rule = (at) =>
  at.emit('LOG', [step(at, 'ADD', [at.input(0), at.scalar(1, 'float32', 'one')], 'add', ADD)]);

const expm1: Rule = (at) => {
  const grown = step(at, 'EXP', [at.input(0)], 'Exp', EXP);
  at.emit('SUB', [grown, at.scalar(1, 'float32', 'one')], SUB);
};

const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;

/** scale·x above 0, scale·alpha·(eˣ − 1) else. */
const selu: Rule = (at) => {
  const x = at.input(0);
  const number = (value: number, suffix: string) => at.scalar(value, 'float32', suffix);
  const flag = at.between('Greater', { ...at.output(), dtype: 'bool' });
  const isAbove = at.add('GREATER', [x, number(0, 'zero')], [flag], { type: 'GreaterOptions' });
  const above = step(at, 'MUL', [x, number(SELU_SCALE, 'scale')], 'mul', MUL);
  const grown = step(at, 'EXP', [x], 'Exp', EXP);
  const less = step(at, 'SUB', [grown, number(1, 'one')], 'sub', SUB);
  const factor = Math.fround(SELU_SCALE) * Math.fround(SELU_ALPHA);
  const below = step(at, 'MUL', [less, number(factor, 'scale_alpha')], 'mul_1', MUL);
  at.emit('SELECT', [isAbove, above, below], { type: 'SelectOptions' });
};

/** A product, which may be a GELU written out. */
const multiply: Rule = (at) => {
  const gelu = asGelu({ node: at.node, index: 0 }, (ref) => at.constantOf(ref));
  if (!gelu) return at.emit('MUL', constantLast(at), MUL);
  at.emit('GELU', [at.tensorOf(gelu.x)], { type: 'GeluOptions', approximate: gelu.approximate });
};

export const ACTIVATION_FUNCTIONS: Readonly<Record<string, Rule>> = {
  Relu: emits('RELU'),
  Relu6: emits('RELU6'),
  Elu: emits('ELU'),
  Selu: selu,
  Sigmoid: emits('LOGISTIC'),
  Tanh: emits('TANH'),
  Softplus: softplus,
  Softsign: softsign,
  Log1p: log1p,
  Expm1: expm1,
  LeakyRelu: (at) =>
    at.emit('LEAKY_RELU', [at.input(0)], {
      type: 'LeakyReluOptions',
      alpha: Math.fround(at.attr('alpha')),
    }),
  Softmax: (at) => at.emit('SOFTMAX', [at.input(0)], { type: 'SoftmaxOptions', beta: 1 }),
  LogSoftmax: emits('LOG_SOFTMAX', 'LogSoftmaxOptions'),
  Mul: multiply,
};
