/** The numbers of a training step that are added up over batches, and the names that their results have in the logs. */
import type { SymbolicTensor } from '#graph';
import type { MetricTrace, Sums } from '../metrics';
import type { Logs } from '../utils/progbar';

interface Entry {
  readonly name: string;
  readonly from: number;
  readonly count: number;
  readonly result: MetricTrace['result'];
}

export class Totals {
  readonly tensors: SymbolicTensor[] = [];
  readonly #entries: Entry[] = [];

  /** Adds a result; a name that is taken gets `_1`, `_2`, … */
  add(name: string, { totals, result }: MetricTrace): string {
    const free = this.#freeName(name);
    this.#entries.push({ name: free, from: this.tensors.length, count: totals.length, result });
    this.tensors.push(...totals);
    return free;
  }

  has(name: string): boolean {
    return this.#entries.some((entry) => entry.name === name);
  }

  /** Values by name in the order in which they were added. @param samples number of samples in the sums */
  logs(sums: Sums, samples: number): Logs {
    const logs: Logs = {};
    for (const { name, from, count, result } of this.#entries) {
      logs[name] = result(sums.slice(from, from + count), samples);
    }
    return logs;
  }

  #freeName(name: string): string {
    let free = name;
    for (let i = 1; this.has(free); i++) free = `${name}_${i}`;
    return free;
  }
}

/** Logs with their names in alphabetical order, as Keras shows and keeps them. */
export function sortLogs(logs: Logs): Logs {
  return Object.fromEntries(Object.entries(logs).sort(([a], [b]) => (a < b ? -1 : 1)));
}
