/** The calibration program at work, batch by batch; goes on elsewhere when the device is lost. */
import { DeviceLostError, type Program, type Session } from '#engine';
import type { CalibrationProgram, LiteGraph } from '#convert';
import type { NDArray } from '#tensor';
import type { Patience } from '../../keras/training/patience';
import { nextSeed } from '../../random';
import { getRuntime } from '../../runtime';
import { note } from './notes';
import type { ObservedRanges } from './observed-ranges';

const MOST_RECOVERIES = 4;

export class CalibrationRun {
  readonly #graph: LiteGraph;
  readonly #plain: ProgramRunner;
  readonly #observed: ObservedRanges;
  readonly #patience: Patience;
  /** Skips NaNs; made when some are met. */
  #careful: ProgramRunner | undefined;

  constructor(
    graph: LiteGraph,
    program: CalibrationProgram,
    observed: ObservedRanges,
    patience: Patience,
  ) {
    this.#graph = graph;
    this.#plain = new ProgramRunner(program);
    this.#observed = observed;
    this.#patience = patience;
  }

  /** Runs each and adds what it saw. @throws ValueError for values that are not finite */
  async batches(batches: readonly (readonly NDArray[])[]): Promise<void> {
    for (const arrays of batches) {
      this.#patience.start();
      const extremes = await this.#plain.run(arrays);
      this.#observed.add(extremes.some(hasNaN) ? await this.#skippingNaN(arrays) : extremes);
      this.#patience.batchDone();
    }
  }

  close(): void {
    this.#plain.close();
    this.#careful?.close();
  }

  async #skippingNaN(arrays: readonly NDArray[]): Promise<NDArray[]> {
    if (!this.#careful) {
      const { calibrationProgram } = await import('#convert');
      this.#careful = new ProgramRunner(calibrationProgram(this.#graph, { skipNaN: true }));
    }
    return this.#careful.run(arrays);
  }
}

function hasNaN({ data }: NDArray): boolean {
  return (data as Float32Array).some(Number.isNaN);
}

/** A session that is opened when it is needed and again after its device was lost. */
class ProgramRunner {
  readonly #program: Program;
  #session: Session | undefined;
  #recoveries = 0;

  constructor({ graph, feeds, fetches }: CalibrationProgram) {
    this.#program = { graph, feeds, fetches, totals: [], isWhole: true };
  }

  async run(arrays: readonly NDArray[]): Promise<NDArray[]> {
    for (;;) {
      try {
        this.#session ??= await this.#open();
        return await this.#session.run(arrays);
      } catch (error) {
        if (!(error instanceof DeviceLostError) || this.#recoveries === MOST_RECOVERIES)
          throw error;
        this.#recoveries += 1;
        this.close();
        note(`${error.message} Calibration goes on elsewhere.`);
      }
    }
  }

  close(): void {
    this.#session?.close();
    this.#session = undefined;
  }

  async #open(): Promise<Session> {
    const state = { variables: [], iterations: 0, slots: [] };
    const { session } = await getRuntime().open(this.#program, state, nextSeed());
    return session;
  }
}
