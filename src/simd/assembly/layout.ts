/**
 * Fixed addresses at the start of memory, below `memoryBase`. Words that threads share stand 64 bytes apart, a line of
 * the cache each. Behind each word that threads wait for stands how many of them sleep.
 */
import { Scratch } from '../opcodes/scratch';

/** Number of the job that the team works on; members wait for it to change. */
// @ts-ignore: decorator
@inline export const JOB: usize = 64;
/** Address of the tape of that job. */
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
/** 1 once a thread has failed, which the others must not wait for. */
// @ts-ignore: decorator
@inline export const FAILED: usize = 320;

/** Memory that only this thread uses, while it runs an instruction. */
// @ts-ignore: decorator
@inline
export function scratchOf(thread: i32): usize {
  return <usize>Scratch.End + <usize>thread * <usize>Scratch.OwnBytes;
}
