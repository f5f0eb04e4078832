/**
 * Several threads on one tape: each runs it from start to end, takes its share of every instruction, and waits for the
 * others behind each. They spin first, since instructions are microseconds apart, and sleep after a while, so a thread
 * that the system has put aside costs the others time and nothing else.
 */
import { ARRIVED, FAILED, JOB, JOB_TAPE, JOB_THREADS, PASSED } from './layout';
import { run } from './tape';

/** Looks at a word before a thread goes to sleep on it, at most; 20,000 take some 40 microseconds. */
const MOST: i32 = 256_000;
/** At least. Before a job they outlast what JavaScript does between two steps, since waking a thread takes as long. */
const FEWEST_BEFORE_JOB: i32 = 64_000;
const FEWEST_AT_BARRIER: i32 = 16_000;

/** Of this thread: twice as many after each time that they were enough, half as many after each that they were not. */
let jobSpins: i32 = FEWEST_BEFORE_JOB;
let barrierSpins: i32 = FEWEST_BEFORE_JOB;

/** Not on a page's own thread. */
let maySleep: bool = true;

/** Where a word is followed by how many sleep on it. */
const SLEEPERS: usize = 4;

/** Whether the word changes while a thread looks at it so many times. */
function changesSoon(address: usize, before: i32, spins: i32): bool {
  for (; spins > 0; spins--) if (atomic.load<i32>(address) != before) return true;
  return false;
}

// @ts-ignore: decorator
@inline
function nextSpins(spins: i32, wereEnough: bool, fewest: i32): i32 {
  return wereEnough ? min(MOST, spins << 1) : max(fewest, spins >> 1);
}

/**
 * Sleeps until the word no longer holds `before`. Who goes to sleep counts itself first and looks at the word again after
 * that; who changes the word looks for sleepers after that. So one of them sees the other.
 */
function sleepUntilChange(address: usize, before: i32): void {
  atomic.add<i32>(address, 1, SLEEPERS);
  while (atomic.load<i32>(address) == before) atomic.wait<i32>(address, before, -1);
  atomic.sub<i32>(address, 1, SLEEPERS);
}

/** This thread looks at what it waits for until it comes, however long that takes. */
export function stayAwake(): void {
  maySleep = false;
}

/** Changes a word that threads wait for. */
function advance(address: usize): void {
  atomic.add<i32>(address, 1);
  if (atomic.load<i32>(address, SLEEPERS) > 0) atomic.notify(address, -1);
}

/** Returns when all threads of the job have called it. Traps when one of them never will. */
export function barrier(threads: i32): void {
  const passed = atomic.load<i32>(PASSED);
  if (atomic.add<i32>(ARRIVED, 1) + 1 == threads) {
    atomic.store<i32>(ARRIVED, 0);
    advance(PASSED);
    return;
  }
  if (atomic.load<i32>(FAILED) == 0) {
    let wereEnough = changesSoon(PASSED, passed, barrierSpins);
    barrierSpins = nextSpins(barrierSpins, wereEnough, FEWEST_AT_BARRIER);
    while (!maySleep && !wereEnough) wereEnough = changesSoon(PASSED, passed, MOST);
    if (!wereEnough) sleepUntilChange(PASSED, passed);
  }
  if (atomic.load<i32>(FAILED)) unreachable();
}

/**
 * Life of a member of the team: works on job after job until its worker is ended.
 * @param job the number of jobs before its first one
 */
export function serve(thread: i32, job: i32): void {
  if (!ASC_FEATURE_THREADS) return;
  for (;;) {
    const wereEnough = changesSoon(JOB, job, jobSpins);
    jobSpins = nextSpins(jobSpins, wereEnough, FEWEST_BEFORE_JOB);
    if (!wereEnough) sleepUntilChange(JOB, job);
    job = atomic.load<i32>(JOB);
    run(<usize>atomic.load<i32>(JOB_TAPE), thread, atomic.load<i32>(JOB_THREADS));
  }
}

/** Starts the members on a tape. The caller works on it too, as thread 0, and returns when all of it is done. */
export function callTeam(tape: usize, threads: i32): void {
  atomic.store<i32>(JOB_TAPE, <i32>tape);
  atomic.store<i32>(JOB_THREADS, threads);
  advance(JOB);
}

/** @returns how many jobs there were so far */
export function jobs(): i32 {
  return ASC_FEATURE_THREADS ? atomic.load<i32>(JOB) : 0;
}

/** Lets no thread wait for one that has trapped; they trap, too. */
export function giveUp(): void {
  if (!ASC_FEATURE_THREADS) return;
  atomic.store<i32>(FAILED, 1);
  advance(PASSED);
}
