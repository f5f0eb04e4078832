/** Ops that show or check numbers, on floats of 16 bits. */
import { expect, test } from 'vitest';
import { KernelCall } from '../kernel';
import { makeTensor, type ElementType } from '../tensor';
import { assertOp } from './assert';
import { BASIC } from './basic';
import { STRINGS } from './strings';

const TYPES = [
  { dtype: 'float16', oneAndAHalf: 0x3e00, nan: 0x7e00 },
  { dtype: 'bfloat16', oneAndAHalf: 0x3fc0, nan: 0x7fc0 },
] as const;

function tensor(dtype: ElementType, ...bits: number[]) {
  return makeTensor(dtype, [bits.length], Uint16Array.from(bits));
}

function callOf(op: string, ...inputs: ReturnType<typeof makeTensor>[]): KernelCall {
  const message = {
    $typeName: 'tensorflow.AttrValue',
    value: { case: 's', value: new Uint8Array() },
  } as const;
  return new KernelCall({ name: 'it', op, attr: { message } }, inputs);
}

test.each(TYPES)('$dtype is checked for what is not finite', ({ dtype, oneAndAHalf, nan }) => {
  const check = (...bits: number[]) =>
    BASIC['CheckNumerics']!(callOf('CheckNumerics', tensor(dtype, ...bits)), {} as never);
  expect(check(oneAndAHalf)).toEqual([tensor(dtype, oneAndAHalf)]);
  expect(() => check(oneAndAHalf, nan)).toThrow('Tensor had NaN values');
});

test.each(TYPES)('$dtype is shown as numbers', ({ dtype, oneAndAHalf }) => {
  const [text] = STRINGS['AsString']!(callOf('AsString', tensor(dtype, oneAndAHalf)), {} as never);
  expect(new TextDecoder().decode(text!.data[0] as Uint8Array)).toBe('1.500000');
  const refused = makeTensor('bool', [], Uint8Array.of(0));
  const assertion = callOf('Assert', refused, tensor(dtype, oneAndAHalf));
  expect(() => assertOp(assertion)).toThrow('assertion failed: [1.5]');
});
