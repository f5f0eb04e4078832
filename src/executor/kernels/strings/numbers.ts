/** Numbers as strings and back. */
import { newData, typeText } from '../../element-types';
import type { KernelCall } from '../../kernel';
import { exponentText, fixedText, generalText } from '../../printf';
import type { RuntimeKernels } from '../../runtime';
import { makeTensor, type ElementType, type Tensor } from '../../tensor';
import { isComplex, isFloat, widen } from '../shared';
import { decodeText, encodeText, stringsOf, stringTensor } from './elements';

export const NUMBERS: RuntimeKernels = { AsString: asString, StringToNumber: toNumber };

/** What printf writes after the point where it is not told. */
const DIGITS = 6;

function asString(call: KernelCall): readonly Tensor[] {
  const input = call.input(0);
  const precision = call.int('precision', -1);
  const hasPoint = isFloat(input.dtype) || isComplex(input.dtype);
  if (precision >= 0 && !hasPoint) {
    call.fail('INVALID_ARGUMENT', `precision not supported for datatype ${typeText(input.dtype)}`);
  }
  if (input.dtype === 'string') return [input];
  const write = writerFor(call, precision < 0 ? DIGITS : precision, hasPoint);
  return [stringTensor(input.shape, elementTexts(widen(input), write).map(encodeText))];
}

type Write = (value: number | bigint) => string;

function elementTexts({ dtype, data }: Tensor, write: Write): readonly string[] {
  const values = Array.from(data as ArrayLike<number | bigint>);
  if (dtype === 'bool') return values.map((value) => (value ? 'true' : 'false'));
  if (!isComplex(dtype)) return values.map(write);
  return Array.from(
    { length: values.length / 2 },
    (_, i) => `(${write(values[2 * i]!)},${write(values[2 * i + 1]!)})`,
  );
}

function writerFor(call: KernelCall, digits: number, hasPoint: boolean): Write {
  const width = call.int('width', -1);
  const fill = call.text('fill', '');
  const [scientific, shortest] = [call.bool('scientific', false), call.bool('shortest', false)];
  const text = scientific ? exponentText : shortest ? generalText : fixedText;
  const plain: Write = (value) => (hasPoint ? text(Number(value), digits) : String(value));
  return (value) => padded(plain(value), width, fill);
}

/** `-` fills behind, `0` between sign and digits, all else in front; a `+` shows the sign. */
function padded(text: string, width: number, fill: string): string {
  const sign = text.startsWith('-') ? '-' : '';
  if (fill === '-') return text.padEnd(width);
  if (fill === '0') return sign + text.slice(sign.length).padStart(width - sign.length, '0');
  if (fill === '+' && sign === '') return `+${text}`.padStart(width);
  return text.padStart(width);
}

const INTEGERS: Partial<Record<ElementType, readonly [min: bigint, max: bigint]>> = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};

function toNumber(call: KernelCall): readonly Tensor[] {
  const input = call.input(0);
  const dtype = call.type('out_type', 'float32');
  const data = newData(dtype, stringsOf(input).length) as unknown as (number | bigint)[];
  stringsOf(input).forEach((bytes, i) => {
    const text = decodeText(bytes);
    const value = parse(text.trim(), dtype);
    if (value === undefined) {
      const message = `StringToNumberOp could not correctly convert string: ${text}`;
      call.fail('INVALID_ARGUMENT', message);
    }
    data[i] = value;
  });
  return [makeTensor(dtype, input.shape, data as never)];
}

function parse(text: string, dtype: ElementType): number | bigint | undefined {
  const range = INTEGERS[dtype];
  if (!range) return parseFloatText(text);
  if (!/^[-+]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ''));
  if (value < range[0] || value > range[1]) return undefined;
  return dtype === 'int64' || dtype === 'uint64' ? value : Number(value);
}

function parseFloatText(text: string): number | undefined {
  const [, sign, word] = /^([-+]?)(inf|infinity|nan)$/i.exec(text) ?? [];
  if (word) return /^n/i.test(word) ? NaN : sign === '-' ? -Infinity : Infinity;
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) return Number(text);
  const [, minus, hex] = /^([-+]?)(0x[\da-f]+)$/i.exec(text) ?? [];
  return hex === undefined ? undefined : Number(hex) * (minus === '-' ? -1 : 1);
}
