/**
 * `model.fit`: epochs of batches in a session that stays open for the whole call. After each epoch the variables and
 * optimizer slots are read back, so that callbacks, checkpoints and whoever stops see the model as trained so far.
 */
import { KeyboardInterrupt } from '#errors';
import { keepProvenance, noteIfSynthetic } from '../../datasets';
import { nextSeed, RandomGenerator } from '../../random';
import { getRuntime } from '../../runtime';
import { CallbackList, History } from '../callbacks';
import type { Model } from '../models';
import { flattenNest, type Nested } from '../nest';
import { printLine } from '../../output';
import type { Logs } from '../utils/progbar';
import { planEpochs } from './batches';
import { requireCompiled, type CompiledState } from './compiled-state';
import { splitOff, trainingData, type TrainingData } from './data';
import { batchSizeFor, fitSettings, type FitOptions, type FitSettings } from './fit-options';
import { hostValues, keepOnHost } from './host-state';
import { Patience } from './patience';
import { openPhase, type Phase } from './phase';
import type { PassResult } from './program-session';
import { Progress } from './progress';
import { sortLogs } from './totals';
import { Validation } from './validation';

/**
 * Trains the model.
 *
 * @throws ValueError with Keras's messages for data that does not fit; KeyboardInterrupt after a Stop, when the model
 * keeps what it has learned so far
 */
export async function fit(
  model: Model,
  x: unknown,
  y: unknown,
  options: FitOptions = {},
): Promise<History> {
  const settings = fitSettings(options);
  const state = requireCompiled(model);
  const { train, validation } = dataOf(model, x, y, settings);
  const sources = flattenNest<unknown>(x as Nested<unknown>);
  noteIfSynthetic(...sources);
  const patience = new Patience('fit');
  const run = new FitRun(model, state, settings, validation, patience);
  try {
    return keepProvenance(await run.run(train), sources);
  } finally {
    run.close();
    patience.end();
  }
}

class FitRun {
  readonly #model: Model;
  readonly #state: CompiledState;
  readonly #settings: FitSettings;
  readonly #patience: Patience;
  readonly #progress: Progress;
  readonly #history = new History();
  readonly #validation: Validation | undefined;
  #phase: Phase | undefined;
  #callbacks!: CallbackList;

  constructor(
    model: Model,
    state: CompiledState,
    settings: FitSettings,
    validation: TrainingData | undefined,
    patience: Patience,
  ) {
    this.#model = model;
    this.#state = state;
    this.#settings = settings;
    this.#patience = patience;
    this.#progress = new Progress(settings.verbose);
    this.#validation = validation && new Validation(model, state, validation, settings, patience);
  }

  close(): void {
    this.#phase?.session.close();
    this.#validation?.close();
  }

  async run(train: TrainingData): Promise<History> {
    const { batchSize, stepsPerEpoch, shuffle, initialEpoch, epochs } = this.#settings;
    const plan = {
      samples: train.samples,
      batchSize: batchSizeFor(batchSize, train.samples, stepsPerEpoch),
      random: shuffle ? new RandomGenerator(nextSeed()) : undefined,
      stepsPerEpoch,
    };
    const steps = stepsPerEpoch ?? Math.ceil(train.samples / plan.batchSize);
    this.#phase = await openPhase(this.#model, this.#state, train, {
      training: true,
      what: 'Training',
      patience: this.#patience,
    });
    this.#prepareCallbacks(steps);
    await this.#callbacks.whole('on_train_begin');
    const epochBatches = planEpochs(plan);
    let logs: Logs = {};
    for (let epoch = initialEpoch; epoch < epochs; epoch++) {
      logs = await this.#epoch(this.#phase, epoch, epochBatches.next().value);
      if (this.#model.stop_training) break;
    }
    await this.#callbacks.whole('on_train_end', logs);
    return this.#history;
  }

  #prepareCallbacks(steps: number): void {
    const { verbose, epochs, callbacks } = this.#settings;
    this.#model.stop_training = false;
    this.#model.history = this.#history;
    const params = { verbose, epochs, steps };
    this.#callbacks = new CallbackList(callbacks, [this.#history], this.#model, params);
  }

  async #epoch(phase: Phase, epoch: number, batches: readonly Uint32Array[]): Promise<Logs> {
    const { epochs } = this.#settings;
    await this.#callbacks.epoch('on_epoch_begin', epoch);
    phase.session.setLearningRate(this.#state.optimizer.learning_rate);
    this.#progress.start(batches.length, epochs > 1 ? `Epoch ${epoch + 1}/${epochs}` : undefined);
    const result = await this.#train(phase, batches);
    keepOnHost(phase.step.program, result.state, this.#state.optimizer);
    if (getRuntime().signal.aborted) this.#stop(epoch, result.batches, batches.length);
    const validated = await this.#validate(epoch, batches.length);
    const logs = { ...sortLogs(phase.logs(result)), ...validated };
    await this.#finishEpoch(phase, epoch, logs);
    return logs;
  }

  async #train(phase: Phase, batches: readonly Uint32Array[]): Promise<PassResult> {
    const watchesBatches = this.#callbacks.has('on_train_batch_end');
    const current = async () => sortLogs(phase.logs(await phase.session.sums()));
    return phase.session.pass(batches, {
      before: (index) => this.#callbacks.batch('on_train_batch_begin', index),
      after: async (done) => {
        const isLast = done === batches.length;
        const reads = watchesBatches || (!isLast && this.#progress.wantsNumbers());
        const logs = reads ? await current() : undefined;
        if (watchesBatches) await this.#callbacks.batch('on_train_batch_end', done - 1, logs);
        phase.session.setLearningRate(this.#state.optimizer.learning_rate);
        if (!isLast) this.#progress.update(done, logs);
        return getRuntime().signal.aborted || this.#model.stop_training;
      },
    });
  }

  async #validate(epoch: number, trained: number): Promise<Logs> {
    const isDue = (epoch + 1) % this.#settings.validationFreq === 0;
    if (!this.#validation || !isDue) return {};
    const logs = await this.#validation.run(this.#callbacks);
    if (getRuntime().signal.aborted) {
      this.#sayStopped(`after epoch ${epoch + 1}/${this.#settings.epochs}`, trained);
      throw new KeyboardInterrupt();
    }
    const named = Object.entries(logs).map(([name, value]) => [`val_${name}`, value]);
    return sortLogs(Object.fromEntries(named) as Logs);
  }

  /** Callbacks see the model as it is on the host; what they change there goes back to the device. */
  async #finishEpoch(phase: Phase, epoch: number, logs: Logs): Promise<void> {
    const { program } = phase.step;
    const before = hostValues(program);
    await this.#callbacks.epoch('on_epoch_end', epoch, logs);
    this.#progress.finish(logs);
    const after = hostValues(program);
    if (after.some((value, i) => value !== before[i])) {
      phase.session.writeState({ ...phase.session.kept, variables: after });
    }
    await getRuntime().checkpoint(this.#model, epoch + 1, this.#settings.epochs);
  }

  #stop(epoch: number, done: number, batches: number): never {
    this.#sayStopped(
      `after batch ${done}/${batches} of epoch ${epoch + 1}/${this.#settings.epochs}`,
      done,
    );
    throw new KeyboardInterrupt();
  }

  /** @param done steps of the epoch */
  #sayStopped(where: string, done: number): void {
    this.#progress.breakOff(done);
    printLine(`Stopped ${where}. The model keeps what it has learned so far.`);
  }
}

function dataOf(model: Model, x: unknown, y: unknown, settings: FitSettings) {
  const { validationData, validationSplit, weights } = settings;
  const data = trainingData(model, x, y, weights);
  if (validationData) {
    const [valX, valY, sample_weight] = validationData;
    return { train: data, validation: trainingData(model, valX, valY, { sample_weight }) };
  }
  return validationSplit > 0
    ? splitOff(data, validationSplit)
    : { train: data, validation: undefined };
}
