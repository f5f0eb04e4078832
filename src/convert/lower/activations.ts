/** Activation functions that TFLite has an op for. */
import type { BuiltinOperator, EmptyOptions } from '#formats/tflite';
import { constantLast, MUL } from './arithmetic';
import { asGelu } from './gelu';
import type { Rule } from './node-context';

export const emits =
  (code: BuiltinOperator, type?: EmptyOptions['type']): Rule =>
  (at) =>
    at.emit(code, at.inputs(), type && { type });

const leakyRelu: Rule = (at) =>
  at.emit('LEAKY_RELU', [at.input(0)], {
    type: 'LeakyReluOptions',
    alpha: Math.fround(at.attr('alpha')),
  });

/** A product, which may be a GELU written out. */
const multiply: Rule = (at) => {
  const gelu = asGelu({ node: at.node, index: 0 }, (ref) => at.constantOf(ref));
  if (!gelu) return at.emit('MUL', constantLast(at), MUL);
  const { x, approximate } = gelu;
  at.emit('GELU', [at.tensorOf(x)], { type: 'GeluOptions', approximate });
};

export const ACTIVATION_FUNCTIONS: Readonly<Record<string, Rule>> = {
  Relu: emits('RELU'),
  Relu6: emits('RELU6'),
  Elu: emits('ELU'),
  Sigmoid: emits('LOGISTIC'),
  Tanh: emits('TANH'),
  LeakyRelu: leakyRelu,
  Softmax: (at) => at.emit('SOFTMAX', [at.input(0)], { type: 'SoftmaxOptions', beta: 1 }),
  LogSoftmax: emits('LOG_SOFTMAX', 'LogSoftmaxOptions'),
  Mul: multiply,
};
