/**
 * Several threads on one tape: each runs it from start to end, takes its share of every instruction, and waits for the
 * others behind each. They spin first, since instructions are microseconds apart, and sleep after a while.
 */
import { ARRIVED, JOB, JOB_TAPE, JOB_THREADS, PASSED } from './layout';
import { run } from './tape';

/** Looks at a word before a thread goes to sleep on it. */
const SPINS: i32 = 20_000;
/** Nanoseconds asleep before a thread looks again, should a wake-up have come too early. */
const NAP: i64 = 1_000_000_000;

/** Waits until the word no longer holds `before`, and returns what it holds. */
function waitForChange(address: usize, before: i32): i32 {
  for (let spin: i32 = 0; spin < SPINS; spin++) {
    const now = atomic.load<i32>(address);
    if (now != before) return now;
  }
  let now = before;
  while (now == before) {
    atomic.wait<i32>(address, before, NAP);
    now = atomic.load<i32>(address);
  }
  return now;
}

/** Returns when all threads of the job have called it. */
export function barrier(threads: i32): void {
  const passed = atomic.load<i32>(PASSED);
  if (atomic.add<i32>(ARRIVED, 1) + 1 == threads) {
    atomic.store<i32>(ARRIVED, 0);
    atomic.add<i32>(PASSED, 1);
    atomic.notify(PASSED, -1);
    return;
  }
  waitForChange(PASSED, passed);
}

/** Life of a member of the team: works on job after job, returns when it is told to end. */
export function serve(thread: i32, job: i32): void {
  if (!ASC_FEATURE_THREADS) return;
  for (;;) {
    job = waitForChange(JOB, job);
    const tape = atomic.load<i32>(JOB_TAPE);
    if (tape == 0) return;
    run(<usize>tape, thread, atomic.load<i32>(JOB_THREADS));
  }
}

/** Starts the members on a tape. The caller works on it too, as thread 0, and returns when all of it is done. */
export function callTeam(tape: usize, threads: i32): void {
  atomic.store<i32>(JOB_TAPE, <i32>tape);
  atomic.store<i32>(JOB_THREADS, threads);
  atomic.add<i32>(JOB, 1);
  atomic.notify(JOB, -1);
}
