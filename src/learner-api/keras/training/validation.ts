/** Validation during `fit`: one session, opened when it is first needed and given the new weights after each epoch. */
import type { FitSettings } from './fit-options';
import { getRuntime } from '../../runtime';
import type { CallbackList } from '../callbacks';
import type { Model } from '../models';
import type { Logs } from '../utils/progbar';
import { cutBatches, inOrder } from './batches';
import type { CompiledState } from './compiled-state';
import type { TrainingData } from './data';
import { batchSizeFor } from './fit-options';
import { hostState } from './host-state';
import type { Patience } from './patience';
import { openPhase, type Phase } from './phase';
import { sortLogs } from './totals';

export class Validation {
  readonly #model: Model;
  readonly #state: CompiledState;
  readonly #data: TrainingData;
  readonly #batchSize: number;
  readonly #steps: number | undefined;
  readonly #patience: Patience;
  #phase: Phase | undefined;

  constructor(
    model: Model,
    state: CompiledState,
    data: TrainingData,
    { validationBatchSize, validationSteps }: FitSettings,
    patience: Patience,
  ) {
    this.#model = model;
    this.#state = state;
    this.#data = data;
    this.#batchSize = batchSizeFor(validationBatchSize, data.samples, undefined);
    this.#steps = validationSteps;
    this.#patience = patience;
  }

  close(): void {
    this.#phase?.session.close();
  }

  /** The logs of one pass with the model's present host variables; ends early on a Stop. */
  async run(callbacks: CallbackList): Promise<Logs> {
    const phase = await this.#opened();
    phase.session.writeState(hostState(phase.step.program));
    const batches = cutBatches(inOrder(this.#data.samples), this.#batchSize).slice(0, this.#steps);
    await callbacks.whole('on_test_begin');
    const result = await phase.session.pass(batches, {
      before: (index) => callbacks.batch('on_test_batch_begin', index),
      after: async (done) => {
        await callbacks.batch('on_test_batch_end', done - 1);
        return getRuntime().signal.aborted;
      },
    });
    const logs = phase.logs(result);
    await callbacks.whole('on_test_end', sortLogs(logs));
    return logs;
  }

  async #opened(): Promise<Phase> {
    this.#phase ??= await openPhase(this.#model, this.#state, this.#data, {
      training: false,
      what: 'Validation',
      patience: this.#patience,
    });
    return this.#phase;
  }
}
