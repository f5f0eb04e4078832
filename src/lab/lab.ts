/**
 * Goes through all tasks in rounds, turn and turn about, so that a machine that slows down does so for all of them. After
 * each measurement the row's median so far is told; a task that fails once is skipped from then on.
 */
import type { LabApi, LabEvent, LabOptions, LabRow } from '#protocol';
import { describeMachine } from './machine';
import { listWork } from './tasks';
import { median, Skipped, type Work } from './work';

type Emit = (event: LabEvent) => void;

/** The API of one worker. */
export function createLab(): LabApi {
  return {
    async run(options, emit) {
      const machine = await describeMachine();
      emit({ type: 'machine', machine });
      const works = await listWork(options, machine);
      emit({ type: 'tasks', rows: works.map(({ task }) => ({ ...task, rounds: 0 })) });
      await new Rounds(works, options, emit).run();
    },
  };
}

/** @internal */
export class Rounds {
  readonly #works: readonly Work[];
  readonly #options: Pick<LabOptions, 'rounds' | 'patience'>;
  readonly #emit: Emit;
  readonly #values = new Map<Work, number[]>();
  readonly #skipped = new Set<Work>();

  constructor(
    works: readonly Work[],
    options: Pick<LabOptions, 'rounds' | 'patience'>,
    emit: Emit,
  ) {
    this.#works = works;
    this.#options = options;
    this.#emit = emit;
  }

  async run(): Promise<void> {
    const { rounds } = this.#options;
    const total = rounds * this.#works.length;
    let done = 0;
    try {
      for (let round = 1; round <= rounds; round++) {
        for (const work of this.#works) {
          const { section, what } = work.task;
          this.#emit({ type: 'progress', section, what, round, done, total });
          if (!this.#skipped.has(work)) await this.#measure(work);
          done++;
        }
      }
    } finally {
      for (const work of this.#works) work.close();
    }
  }

  async #measure(work: Work): Promise<void> {
    try {
      const { value, note } = await work.measure(this.#options.patience);
      const values = [...(this.#values.get(work) ?? []), value];
      this.#values.set(work, values);
      this.#emit({ type: 'row', row: rowOf(work, values, note) });
    } catch (error) {
      this.#skipped.add(work);
      work.close();
      this.#emit({ type: 'row', row: skippedRow(work, error) });
    }
  }
}

function rowOf({ task }: Work, values: readonly number[], note: string | undefined): LabRow {
  return {
    ...task,
    value: median(values),
    least: Math.min(...values),
    most: Math.max(...values),
    rounds: values.length,
    note,
  };
}

function skippedRow({ task }: Work, error: unknown): LabRow {
  const message = error instanceof Error ? error.message : String(error);
  const verb = error instanceof Skipped ? 'skipped' : 'failed';
  return { ...task, rounds: 0, isSkipped: true, note: `${verb}: ${message}` };
}
