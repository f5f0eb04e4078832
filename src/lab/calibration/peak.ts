/** Floating-point operations a second, at most: one thread here, or all cores in workers of their own. */
import { simdTier } from '#simd';
import { wrap, type Remote } from 'comlink';
import { seconds, Skipped, type Sample, type Work } from '../work';
import { FLOPS_PER_TURN, fmaModule } from './fma-module';

/** Seconds of one measurement. */
const DURATION = 0.15;
/** About a millisecond. */
const TURNS = 50_000;

/** What a thread of its own offers. */
export interface PeakApi {
  /** Multiplies and adds for as long. @returns floating-point operations a second */
  peak(duration: number): number;
}

/** Multiplies and adds for so many seconds. @throws Skipped without SIMD */
export function peakHere(duration: number): number {
  const tier = simdTier();
  if (!tier) throw new Skipped('this browser has no WebAssembly SIMD');
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(fmaModule(tier)));
  const run = exports['run'] as (turns: number) => number;
  run(TURNS);
  const start = seconds();
  let turns = 0;
  let elapsed = 0;
  do {
    run(TURNS);
    turns += TURNS;
    elapsed = seconds() - start;
  } while (elapsed < duration);
  return (turns * FLOPS_PER_TURN) / elapsed;
}

export function servePeak(): PeakApi {
  return { peak: peakHere };
}

export function peakOfOneThread(): Work {
  return {
    task: { section: 'calibration', what: 'Multiply-add, 1 thread', unit: 'GF/s', kind: 'machine' },
    measure: async () => ({ value: peakHere(DURATION) / 1e9 }),
    close: () => undefined,
  };
}

/** As many threads as the browser says that there are cores. */
export class PeakOfAllThreads implements Work {
  readonly task = {
    section: 'calibration',
    what: 'Multiply-add, all threads',
    unit: 'GF/s',
    kind: 'machine',
  } as const;
  readonly #spawn: () => Worker;
  readonly #cores: number;
  #threads: readonly { readonly worker: Worker; readonly api: Remote<PeakApi> }[] = [];

  constructor(cores: number, spawn: () => Worker) {
    this.#cores = cores;
    this.#spawn = spawn;
  }

  async measure(): Promise<Sample> {
    if (this.#threads.length === 0) await this.#start();
    const rates = await Promise.all(this.#threads.map(({ api }) => api.peak(DURATION)));
    return {
      value: rates.reduce((sum, rate) => sum + rate, 0) / 1e9,
      note: `${this.#cores} threads`,
    };
  }

  close(): void {
    for (const { worker } of this.#threads) worker.terminate();
    this.#threads = [];
  }

  async #start(): Promise<void> {
    this.#threads = Array.from({ length: this.#cores }, () => {
      const worker = this.#spawn();
      return { worker, api: wrap<PeakApi>(worker) };
    });
    // Once for nothing, so that all are awake when it counts.
    await Promise.all(this.#threads.map(({ api }) => api.peak(0)));
  }
}
