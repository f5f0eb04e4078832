import { applyEpilogue, applyGate } from '../epilogue';
import { epilogueOf, result, walkFrom, walkOverNeighbours } from './rectangle';

/** As `instructions/epilogue.ts` numbers activations. */
// @ts-ignore: decorator
@inline export const RELU: i32 = 1;

/** Puts results that have just been stored through the instruction's epilogue or gate. */
export function finish(words: usize, at: usize, count: i32, index: i32): void {
  if (load<i32>(words)) applyGate(words, at, count, index);
  else applyEpilogue(words, at, count, index);
}

/** Whether an instruction has an epilogue or gate. */
export function hasEpilogue(words: usize): bool {
  return (load<i32>(words, 4) | load<i32>(words, 8)) != 0;
}

/** Whether nothing but a relu is to be done, which a kernel can do on the way: values not below 0. */
export function isPlainRelu(words: usize): bool {
  return load<i32>(words) == 0 && load<i32>(words, 4) == RELU && load<i32>(words, 8) == 0;
}

/** `finish` for pixels `start` to `end` of a rectangle. */
export function finishPixels(args: usize, row: usize, column: usize, start: i32, end: i32): void {
  const words = epilogueOf(args);
  if (!hasEpilogue(words)) return;
  const channels = load<i32>(args, 32);
  const out = <usize>load<i32>(args, 12);
  walkFrom(args, row, column, start);
  while (start < end) {
    const at = result;
    const pixels = walkOverNeighbours(channels << 2, end - start);
    finish(words, at, pixels * channels, <i32>((at - out) >> 2));
    start += pixels;
  }
}
