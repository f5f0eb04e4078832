/** `keras.utils.Progbar` as a cell sees it (facts: keras/src/utils/progbar.py of 3.15). */
import { KeyboardInterrupt, PyTypeError, ValueError } from '#errors';
import { writeOut } from '../../output';
import { pythonClass, type PythonClass } from '../../python/class';
import { checkOptions, isPlainObject } from '../../python/options';
import { repr } from '../../python/repr';
import { getRuntime } from '../../runtime';
import { Progbar as Bar } from './progbar';

export interface ProgbarOptions {
  /** Characters of the bar. Default: 20. */
  readonly width?: number;
  /** 0 silent, 1 a bar, 2 one line at the end. Default: 1. */
  readonly verbose?: 0 | 1 | 2;
  /** Seconds between two drawings, at least. Default: 0.05. */
  readonly interval?: number;
  /** Names of values to show as they are, and not as means over the steps. */
  readonly stateful_metrics?: readonly string[] | null;
  /** What is counted. Default: `step`. */
  readonly unit_name?: string;
}

/** `[name, value]` pairs, as Python's list of tuples. */
export type ProgbarValues = readonly (readonly [name: string, value: number])[];

export interface UpdateOptions {
  readonly values?: ProgbarValues | null;
  /** Whether this is the last update. Default: once the target is reached. */
  readonly finalize?: boolean | null;
}

const NAMES = ['width', 'verbose', 'interval', 'stateful_metrics', 'unit_name'];

interface Mean {
  readonly sum: number;
  readonly weight: number;
}

export class ProgbarClass {
  static readonly class_name: string = 'Progbar';
  readonly target: number | null;
  readonly #bar: Bar;
  readonly #stateful: ReadonlySet<string>;
  readonly #means = new Map<string, Mean>();
  #seen = 0;

  constructor(target: number | null, options: ProgbarOptions = {}) {
    checkOptions('Progbar.__init__', options, NAMES);
    if (target !== null && !(typeof target === 'number' && target >= 0)) {
      throw new PyTypeError(`target is a number of steps or null, not ${repr(target)}`, {
        hint: 'Write keras.utils.Progbar(x_test.shape[0]).',
      });
    }
    const { width, verbose = 1, interval, stateful_metrics, unit_name } = options;
    this.target = target;
    this.#stateful = new Set(stateful_metrics ?? []);
    this.#bar = new Bar({
      target: target || null,
      verbose,
      write: writeOut,
      ...(width !== undefined && { width }),
      ...(interval !== undefined && { interval }),
      ...(unit_name !== undefined && { unitName: unit_name }),
    });
  }

  /**
   * `update(current, values=None, finalize=None)`: draws the bar. Await it: that is where the page stays responsive and a
   * Stop takes hold.
   *
   * @param current steps done
   * @param values `[["loss", 0.4]]`, shown as means over the steps until the end, where they are shown as given
   * @throws KeyboardInterrupt after a Stop
   */
  async update(
    current: number,
    values: ProgbarValues | UpdateOptions | null = null,
    finalize: boolean | null = null,
  ): Promise<void> {
    if (typeof current !== 'number' || Number.isNaN(current))
      throw new PyTypeError(`current is a number of steps, not ${repr(current)}`, {
        hint: 'Write bar.update(i + 1): how many steps are done.',
      });
    const named: UpdateOptions = isPlainObject(values) ? values : {};
    checkOptions('Progbar.update', named, ['values', 'finalize']);
    const pairs = isPlainObject(values) ? named.values : (values as ProgbarValues | null);
    const isLast = named.finalize ?? finalize ?? (this.target !== null && current >= this.target);
    for (const pair of pairs ?? []) this.#take(pair, current, isLast);
    this.#seen = current;
    this.#bar.update(current, this.#shown(), isLast);
    await getRuntime().pause();
    if (!getRuntime().signal.aborted) return;
    if (!isLast) writeOut('\n');
    throw new KeyboardInterrupt();
  }

  /** `add(n, values=None)`: n steps more. */
  async add(n: number, values: ProgbarValues | null = null): Promise<void> {
    await this.update(this.#seen + n, values);
  }

  #take(pair: ProgbarValues[number], current: number, isLast: boolean): void {
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new ValueError(`values are pairs of a name and a number, not ${repr(pair)}`, {
        hint: 'Write bar.update(i, [["loss", loss]]).',
      });
    }
    const [name, value] = pair;
    const before = this.#means.get(name);
    const weight = Math.max(current - this.#seen, 1);
    const isMean = !isLast && !this.#stateful.has(name);
    const mean = isMean
      ? { sum: (before?.sum ?? 0) + value * weight, weight: (before?.weight ?? 0) + weight }
      : { sum: value, weight: 1 };
    this.#means.set(name, mean);
  }

  #shown(): Record<string, number> {
    return Object.fromEntries(
      [...this.#means].map(([name, { sum, weight }]) => [name, sum / Math.max(1, weight)]),
    );
  }
}

export const Progbar: PythonClass<typeof ProgbarClass> = pythonClass(ProgbarClass);
export type Progbar = ProgbarClass;
