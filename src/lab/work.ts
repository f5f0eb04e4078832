/** A task at work. */
import type { LabTask } from '#protocol';

export interface Sample {
  /** In the task's unit. */
  readonly value: number;
  /** What should be known about it. */
  readonly note?: string | undefined;
}

export interface Work {
  readonly task: LabTask;
  /**
   * Measures once. The first call also makes ready what is measured.
   * @param patience seconds that it may take, about
   * @throws Skipped when it cannot run here, or not in that time; any other error counts as the first
   */
  measure(patience: number): Promise<Sample>;
  /** Frees what it holds. Safe to call when nothing was measured. */
  close(): void;
}

/** There will be no number; the message says why in a few words. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
}

export function noWebGpu(): Skipped {
  return new Skipped('no WebGPU here');
}

/** Of an odd number of values the middle one, else the mean of the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 ? upper : (sorted[middle - 1]! + upper) / 2;
}

/** Seconds on the clock of performance.now. */
export function seconds(): number {
  return performance.now() / 1000;
}
