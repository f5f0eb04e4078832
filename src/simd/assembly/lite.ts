/**
 * A module of its own: inference as TensorFlow Lite has it, on one thread. Who trains does not load it, and who runs a
 * `.tflite` file loads nothing else.
 */
import { int8Step } from './int8';

/** Runs a tape, as `tape.ts` does, of this family's instructions. */
export function run(tape: usize): void {
  for (let at = tape; load<i32>(at) != 0; at += <usize>load<i32>(at, 4)) {
    int8Step(load<i32>(at), at + 8, 0, 1);
  }
}
