/**
 * The tape: instructions one behind the other, each [opcode, bytes of the whole instruction, arguments …] in words of
 * 4 bytes, up to opcode 0. Behind each instruction all threads wait for one another.
 */
import { Family } from '../opcodes/families';
import { convStep } from './conv';
import { denseStep } from './dense';
import { elementsStep } from './elements';
import { barrier, callTeam } from './team';

/**
 * Runs a tape, or a thread's share of it. With more than one thread, thread 0 calls the others in. Behind the last barrier
 * nobody looks at the tape, which may be gone by then.
 */
export function run(tape: usize, thread: i32, threads: i32): void {
  let at = tape;
  let opcode = load<i32>(at);
  // Without a barrier nobody would wait for the others to have seen the tape.
  if (opcode == 0) return;
  const isTeam = ASC_FEATURE_THREADS && threads > 1;
  if (isTeam && thread == 0) callTeam(tape, threads);
  while (opcode != 0) {
    step(opcode, at + 8, thread, threads);
    at += <usize>load<i32>(at, 4);
    opcode = load<i32>(at);
    if (isTeam) barrier(threads);
  }
}

function step(opcode: i32, args: usize, thread: i32, threads: i32): void {
  if (opcode < Family.Conv) denseStep(opcode, args, thread, threads);
  else if (opcode < Family.Elements) convStep(opcode, args, thread, threads);
  else elementsStep(opcode, args, thread, threads);
}
