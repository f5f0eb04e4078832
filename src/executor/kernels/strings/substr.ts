/** Substr: a part of each string, with positions that are broadcast. */
import { broadcastShapes } from '#tensor';
import { elementCount } from '../../element-types';
import type { KernelCall } from '../../kernel';
import { shapeText } from '../../shape';
import type { Tensor } from '../../tensor';
import { decodeText, encodeText, stringsOf, stringTensor } from './elements';

export function substr(call: KernelCall): readonly Tensor[] {
  const [input, positions, lengths] = [call.input(0), call.input(1), call.input(2)];
  if (shapeText(positions.shape) !== shapeText(lengths.shape)) {
    call.fail(
      'INVALID_ARGUMENT',
      `pos and len should have the same shape, got: ${shapeText(positions.shape)} vs. ${shapeText(lengths.shape)}`,
    );
  }
  const shape = commonShape(call, input.shape, positions.shape);
  const readInput = indexIn(input.shape, shape);
  const readPosition = indexIn(positions.shape, shape);
  const isUtf8 = call.text('unit', 'BYTE') === 'UTF8_CHAR';
  const parts = Array.from({ length: elementCount(shape) }, (_, i) => {
    const string = stringsOf(input)[readInput(i)]!;
    const at = readPosition(i);
    const range = { start: Number(positions.data[at]), length: Number(lengths.data[at]), index: i };
    return isUtf8 ? partOfText(call, string, range) : partOfBytes(call, string, range);
  });
  return [stringTensor(shape, parts)];
}

interface Range {
  readonly start: number;
  readonly length: number;
  /** Of the element, for messages. */
  readonly index: number;
}

function partOfBytes(call: KernelCall, string: Uint8Array, range: Range): Uint8Array {
  const start = checkedStart(call, string, string.length, range);
  return string.subarray(start, start + Math.max(range.length, 0));
}

function partOfText(call: KernelCall, string: Uint8Array, range: Range): Uint8Array {
  const characters = [...decodeText(string)];
  const start = checkedStart(call, string, characters.length, range);
  return encodeText(characters.slice(start, start + Math.max(range.length, 0)).join(''));
}

function checkedStart(call: KernelCall, string: Uint8Array, size: number, range: Range): number {
  const { start, index } = range;
  if (Math.abs(start) <= size) return start < 0 ? start + size : start;
  call.fail(
    'INVALID_ARGUMENT',
    `pos ${start} out of range for string b'${decodeText(string)}' at index ${index}`,
  );
}

function commonShape(
  call: KernelCall,
  a: readonly number[],
  b: readonly number[],
): readonly number[] {
  try {
    return broadcastShapes(a, b);
  } catch {
    call.fail('INVALID_ARGUMENT', `Incompatible shapes: ${shapeText(a)} vs. ${shapeText(b)}`);
  }
}

/** Where an element of the broadcast shape is in a tensor of this one. */
function indexIn(own: readonly number[], shape: readonly number[]): (flat: number) => number {
  const padded = [...new Array<number>(shape.length - own.length).fill(1), ...own];
  return (flat) => {
    let rest = flat;
    let index = 0;
    let stride = 1;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const coordinate = rest % shape[axis]!;
      rest = Math.floor(rest / shape[axis]!);
      if (padded[axis] !== 1) index += coordinate * stride;
      stride *= padded[axis]!;
    }
    return index;
  };
}
