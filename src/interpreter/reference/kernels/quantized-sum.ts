/** ADD and SUB of codes. */
import type { Activation } from '#formats/tflite';
import { clamp, multiply, quantizeMultiplier, roundEven } from '../fixed-point';
import type { Node, TensorScale } from '../node';
import { quantizedActivationRange, type Range } from '../quantization';
import type { Binary } from './elementwise';

/** How a sum is made: of codes of `a` and `b`, to codes of `to`, with `b` added or subtracted. */
interface SumOfCodes {
  readonly a: TensorScale;
  readonly b: TensorScale;
  readonly to: TensorScale;
  readonly sign: 1 | -1;
  readonly range: Range;
}

/** @param isPowerOfTwo the file asks for the int16 kernel that shifts only, which there is not here */
export function quantizedSum(
  node: Node,
  activation: Activation,
  sign: 1 | -1,
  isPowerOfTwo: boolean,
): Binary {
  const [a, b] = [node.scaleOf(node.input(0)), node.scaleOf(node.input(1))];
  const output = node.output();
  const to = node.scaleOf(output);
  const sum = {
    a,
    b,
    to,
    sign,
    range: quantizedActivationRange(node, activation, output.type, to),
  };
  if (output.type === 'INT16') {
    const isShift = [a, b, to].every(({ scale }) => Number.isInteger(Math.log2(scale)));
    node.ensure(
      !(isPowerOfTwo && isShift),
      'int16 with scales that are powers of two (pot_scale_int16) has no kernel here.',
      'Convert again: the converter writes pot_scale_int16 = false.',
    );
    return onLargerScale(sum, 15);
  }
  return node.rounding === 'xnnpack' && isDelegated(sum) ? onOneShift(sum) : onLargerScale(sum, 20);
}

/** Both on twice the larger scale, in fixed point with spare bits, then on the output's. */
function onLargerScale({ a, b, to, sign, range }: SumOfCodes, spare: number): Binary {
  const twice = 2 * Math.max(a.scale, b.scale);
  const first = quantizeMultiplier(a.scale / twice);
  const second = quantizeMultiplier(b.scale / twice);
  const last = quantizeMultiplier(twice / (2 ** spare * to.scale));
  return (x, y) => {
    const left = multiply((x - a.zeroPoint) << spare, first.mantissa, first.exponent);
    const right = multiply((y - b.zeroPoint) << spare, second.mantissa, second.exponent);
    const sum = multiply(left + sign * right, last.mantissa, last.exponent);
    return clamp(sum + to.zeroPoint, range.low, range.high);
  };
}

/** What XNNPACK leaves to the kernel beneath. */
function isDelegated({ a, b, to }: SumOfCodes): boolean {
  return [a, b].every(({ scale }) => scale / to.scale >= 2 ** -10 && scale / to.scale < 256);
}

/** Both times whole multipliers of 21 bits, then one shift, as XNNPACK does it. */
function onOneShift({ a, b, to, sign, range }: SumOfCodes): Binary {
  const first = Math.fround(a.scale / to.scale);
  const second = Math.fround(b.scale / to.scale);
  const shift = 20 - Math.floor(Math.log2(Math.max(first, second)));
  const left = roundEven(first * 2 ** shift);
  const right = sign * roundEven(second * 2 ** shift);
  return (x, y) => {
    const sum = (x - a.zeroPoint) * left + (y - b.zeroPoint) * right;
    const code = Math.floor((sum + 2 ** (shift - 1)) / 2 ** shift) + to.zeroPoint;
    return clamp(code, range.low, range.high);
  };
}
