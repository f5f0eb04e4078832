/** Ops that split strings: the parts as a sparse tensor of indices, values and shape. */
import type { KernelCall } from '../../kernel';
import type { RuntimeKernels } from '../../runtime';
import { shapeText } from '../../shape';
import { makeTensor, type Tensor } from '../../tensor';
import { isSpace, stringsOf, stringTensor } from './elements';

export const SPLITTING: RuntimeKernels = { StringSplit: split, StringSplitV2: splitV2 };

type Parts = readonly Uint8Array[];

function splitV2(call: KernelCall): readonly Tensor[] {
  const separator = separatorOf(call, 'sep');
  const limit = call.int('maxsplit', -1);
  const rows = vector(call).map((string) =>
    separator.length === 0 ? splitAtSpace(string, limit) : splitAt(string, separator, limit),
  );
  return sparse(rows);
}

/** Splits at each of the delimiter's bytes; at every byte where it is empty. */
function split(call: KernelCall): readonly Tensor[] {
  const delimiter = separatorOf(call, 'delimiter');
  const skipsEmpty = call.bool('skip_empty', true);
  const rows = vector(call).map((string) => {
    const parts =
      delimiter.length === 0
        ? [...string].map((byte) => Uint8Array.of(byte))
        : cut(string, delimiter);
    return skipsEmpty ? parts.filter(({ length }) => length > 0) : parts;
  });
  return sparse(rows);
}

function vector(call: KernelCall): Parts {
  const input = call.input(0);
  if (input.shape.length === 1) return stringsOf(input);
  call.fail('INVALID_ARGUMENT', `input must be a vector, got shape: ${shapeText(input.shape)}`);
}

function separatorOf(call: KernelCall, what: string): Uint8Array {
  const separator = call.input(1);
  if (separator.shape.length === 0) return stringsOf(separator)[0]!;
  call.fail(
    'INVALID_ARGUMENT',
    `${what} must be a scalar, got shape: ${shapeText(separator.shape)}`,
  );
}

/** White space around and between parts belongs to none of them. */
function splitAtSpace(string: Uint8Array, limit: number): Parts {
  const parts: Uint8Array[] = [];
  let start = skipSpace(string, 0);
  while (start < string.length) {
    if (limit >= 0 && parts.length === limit) {
      parts.push(string.subarray(start));
      break;
    }
    let end = start;
    while (end < string.length && !isSpace(string[end]!)) end++;
    parts.push(string.subarray(start, end));
    start = skipSpace(string, end);
  }
  return parts;
}

function skipSpace(string: Uint8Array, start: number): number {
  let next = start;
  while (next < string.length && isSpace(string[next]!)) next++;
  return next;
}

function splitAt(string: Uint8Array, separator: Uint8Array, limit: number): Parts {
  const parts: Uint8Array[] = [];
  let start = 0;
  for (let i = 0; i + separator.length <= string.length;) {
    const isHere = separator.every((byte, j) => string[i + j] === byte);
    if (!isHere || (limit >= 0 && parts.length === limit)) {
      i++;
      continue;
    }
    parts.push(string.subarray(start, i));
    i += separator.length;
    start = i;
  }
  return [...parts, string.subarray(start)];
}

function cut(string: Uint8Array, delimiters: Uint8Array): Parts {
  const parts: Uint8Array[] = [];
  let start = 0;
  string.forEach((byte, i) => {
    if (!delimiters.includes(byte)) return;
    parts.push(string.subarray(start, i));
    start = i + 1;
  });
  return [...parts, string.subarray(start)];
}

function sparse(rows: readonly Parts[]): readonly Tensor[] {
  const values = rows.flat();
  const indices = rows.flatMap((parts, row) => parts.flatMap((_, i) => [BigInt(row), BigInt(i)]));
  const longest = rows.reduce((most, { length }) => Math.max(most, length), 0);
  const shape = BigInt64Array.of(BigInt(rows.length), BigInt(longest));
  return [
    makeTensor('int64', [values.length, 2], BigInt64Array.from(indices)),
    stringTensor([values.length], values),
    makeTensor('int64', [2], shape),
  ];
}
