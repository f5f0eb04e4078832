/** Activation functions, element by element. */
import type { Kernel, KernelCall, Kernels } from '../../kernel';
import { unaryOnSimd } from '../../simd';
import { isBig, literal, newNumbers, numbersOf, sizeOf, tensorOf, widened } from '../shared';

const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

function activation(prepare: (call: KernelCall) => (x: number) => number): Kernel {
  return (call) => {
    const x = call.input(0);
    const compute = prepare(call);
    const source = numbersOf(x);
    const out = newNumbers(x.dtype, sizeOf(x));
    for (let i = 0; i < out.length; i++) out[i] = compute(source[i]!);
    return [tensorOf(x.dtype, x.shape, out)];
  };
}

// Loops of their own: no function is called per element.

const relu: Kernel = (call) => {
  const x = call.input(0);
  if (isBig(x.dtype)) return reluBig(call);
  const done = unaryOnSimd('relu', x);
  if (done) return [done];
  const source = numbersOf(x);
  const out = newNumbers(x.dtype, sizeOf(x));
  for (let i = 0; i < out.length; i++) {
    const value = source[i]!;
    out[i] = value < 0 ? 0 : value;
  }
  return [tensorOf(x.dtype, x.shape, out)];
};

const relu6: Kernel = (call) => {
  const x = call.input(0);
  if (isBig(x.dtype)) return relu6Big(call);
  const done = unaryOnSimd('relu6', x);
  if (done) return [done];
  const source = numbersOf(x);
  const out = newNumbers(x.dtype, sizeOf(x));
  for (let i = 0; i < out.length; i++) {
    const value = source[i]!;
    out[i] = value < 0 ? 0 : value > 6 ? 6 : value;
  }
  return [tensorOf(x.dtype, x.shape, out)];
};

const reluBig = activation((call) => {
  const zero = literal(call.input(0).dtype, 0);
  return (x) => (x < zero ? zero : x);
});

const relu6Big = activation((call) => {
  const [zero, six] = [0, 6].map((value) => literal(call.input(0).dtype, value)) as [
    number,
    number,
  ];
  return (x) => (x < zero ? zero : x > six ? six : x);
});

/** log(1 + e^x), without overflow. */
function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

export const ACTIVATIONS: Kernels = widened({
  Relu: relu,
  Relu6: relu6,
  LeakyRelu: activation((call) => {
    const alpha = call.float('alpha', 0.2);
    return (x) => (x < 0 ? alpha * x : x);
  }),
  Elu: activation(() => (x) => (x < 0 ? Math.expm1(x) : x)),
  Selu: activation(() => (x) => (x < 0 ? SELU_SCALE * SELU_ALPHA * Math.expm1(x) : SELU_SCALE * x)),
  Softplus: activation(() => softplus),
  Softsign: activation(() => (x) => x / (1 + Math.abs(x))),
});
