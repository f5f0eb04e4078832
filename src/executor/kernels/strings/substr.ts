/** Substr: a part of each string, with positions that are broadcast. */
import type { KernelCall } from '../../kernel';
import { shapeText } from '../../shape';
import type { Tensor } from '../../tensor';
import { broadcastPositions, commonShape } from '../shared';
import { decodeText, encodeText, stringsOf, stringTensor } from './elements';

export function substr(call: KernelCall): readonly Tensor[] {
  const [input, positions, lengths] = [call.input(0), call.input(1), call.input(2)];
  if (shapeText(positions.shape) !== shapeText(lengths.shape)) {
    call.fail(
      'INVALID_ARGUMENT',
      `pos and len should have the same shape, got: ${shapeText(positions.shape)} vs. ${shapeText(lengths.shape)}`,
    );
  }
  const shape = commonShape(input.shape, positions.shape);
  const ranges = broadcastPositions(positions.shape, shape);
  const isUtf8 = call.text('unit', 'BYTE') === 'UTF8_CHAR';
  const parts = broadcastPositions(input.shape, shape).map((from, i) => {
    const string = stringsOf(input)[from]!;
    const at = ranges[i]!;
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
