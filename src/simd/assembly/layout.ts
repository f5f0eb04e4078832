/**
 * Fixed addresses at the start of memory, below `memoryBase`. Words that threads share stand 64 bytes apart, a line of
 * the cache each.
 */
import { Scratch } from '../opcodes/scratch';

/** Number of the job that the team works on; members wait for it to change. */
// @ts-ignore: decorator
@inline export const JOB: usize = 64;
/** Address of the tape of that job; 0 ends the members. */
// @ts-ignore: decorator
@inline export const JOB_TAPE: usize = 128;
/** How many threads work, the first included. */
// @ts-ignore: decorator
@inline export const JOB_THREADS: usize = 132;
/** Threads that have arrived at the barrier. */
// @ts-ignore: decorator
@inline export const ARRIVED: usize = 192;
/** Barriers passed so far. */
// @ts-ignore: decorator
@inline export const PASSED: usize = 256;

/** Memory that only this thread uses, while it runs an instruction. */
// @ts-ignore: decorator
@inline
export function scratchOf(thread: i32): usize {
  return <usize>Scratch.End + <usize>thread * <usize>Scratch.OwnBytes;
}
