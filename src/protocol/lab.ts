/**
 * Page ⇄ Device lab worker: what the machine under the page can do, row by row. The rows of a report that was kept as
 * JSON are the same, so that one machine can be shown beside another.
 */

/** `calibration` is the machine itself; the others are the work of the course. */
export type LabSection = 'calibration' | 'mlp' | 'cnn' | 'float32' | 'dynamic' | 'int8';

export interface LabMachine {
  /** `Chrome 156 on Linux x86_64`. */
  readonly browser: string;
  /** What the browser says; it may hide some. */
  readonly cores: number;
  /** Whether the page is cross-origin isolated, which threads with shared memory need. */
  readonly isIsolated: boolean;
  /** `relaxed SIMD`, `SIMD`, or `no SIMD`. */
  readonly simd: string;
  /** The WebGPU adapter in words; empty where there is none. */
  readonly adapter: string;
}

/** One thing that is measured. `what` tells it apart in its section: the same on every machine. */
export interface LabTask {
  readonly section: LabSection;
  /** `Slipway WASM, 2 threads`. */
  readonly what: string;
  /** `s` of an epoch of 422 steps or of 10,000 images, `µs` of a dispatch; else a rate, of which more is better. */
  readonly unit: 's' | 'GF/s' | 'GB/s' | 'µs';
  /** Times are compared within a section with the fastest of TensorFlow.js; `peer` runs outside of this app. */
  readonly kind: 'ours' | 'tfjs' | 'peer' | 'machine';
}

export interface LabRow extends LabTask {
  /** Median of the rounds so far; absent before the first, and for what was skipped. */
  readonly value?: number | undefined;
  readonly least?: number | undefined;
  readonly most?: number | undefined;
  readonly rounds: number;
  /** `skipped: ` or `failed: ` and why; else how much was measured and scaled, and what runs it: `120 of 422 steps; …`. */
  readonly note?: string | undefined;
  readonly isSkipped?: boolean | undefined;
}

export interface LabReport {
  /** In words, for tables: `2 cores of an Intel Xeon server, no GPU`. */
  readonly name: string;
  readonly machine: LabMachine;
  /** ISO 8601. */
  readonly date: string;
  /** Commit of the app, where it is known. */
  readonly commit?: string | undefined;
  readonly rows: readonly LabRow[];
}

export interface LabOptions {
  /** Absolute address of the app's folder, for WASM files. */
  readonly baseUrl: string;
  /** Every task runs once in each round. */
  readonly rounds: number;
  /** Seconds that one task may take in one round; slower ones are measured in part, or skipped. */
  readonly patience: number;
  /** Only these sections; all by default. */
  readonly sections?: readonly LabSection[] | undefined;
}

export type LabEvent =
  | { readonly type: 'machine'; readonly machine: LabMachine }
  /** All tasks, before the first is measured. */
  | { readonly type: 'tasks'; readonly rows: readonly LabRow[] }
  /** What is at work now, and how many of all measurements are done. */
  | {
      readonly type: 'progress';
      readonly section: LabSection;
      readonly what: string;
      readonly round: number;
      readonly done: number;
      readonly total: number;
    }
  /** A row as it stands after one more round. */
  | { readonly type: 'row'; readonly row: LabRow };

/** A run is stopped by ending the worker: nothing else reaches a loop that computes. */
export interface LabApi {
  /** Resolves when all rounds are over. */
  run(options: LabOptions, emit: (event: LabEvent) => void): Promise<void>;
}
