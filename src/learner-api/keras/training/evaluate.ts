/** `model.evaluate`: loss and metrics over one pass, without training. */
import { KeyboardInterrupt } from '#errors';
import { noteIfSynthetic } from '../../datasets';
import { checkOptions } from '../../python/options';
import { getRuntime } from '../../runtime';
import { CallbackList } from '../callbacks';
import type { Model } from '../models';
import { flattenNest, type Nested } from '../nest';
import type { Logs } from '../utils/progbar';
import { cutBatches, inOrder } from './batches';
import { requireCompiled } from './compiled-state';
import { trainingData } from './data';
import { batchSizeFor } from './fit-options';
import { Patience } from './patience';
import { openPhase, type Phase } from './phase';
import { Progress, verbosity } from './progress';
import { sortLogs } from './totals';
import type { ArrayTree, Verbose } from './types';

export interface EvaluateOptions {
  /** Default: 32. */
  batch_size?: number | null;
  verbose?: Verbose;
  sample_weight?: ArrayTree | null;
  /** Batches; default: all. */
  steps?: number | null;
  callbacks?: unknown;
  /** A dict by name and not a list. Default: false. */
  return_dict?: boolean;
}

export const EVALUATE_OPTIONS = [
  'batch_size',
  'verbose',
  'sample_weight',
  'steps',
  'callbacks',
  'return_dict',
];

export type EvaluateResult = number | number[] | Record<string, number>;

/**
 * The loss where there is nothing else, else a list of loss and metrics, or a dict if asked for.
 *
 * @throws ValueError with Keras's messages for data that does not fit; KeyboardInterrupt after a Stop
 */
export async function evaluate(
  model: Model,
  x: unknown,
  y: unknown,
  options: EvaluateOptions = {},
): Promise<EvaluateResult> {
  checkOptions('TensorFlowTrainer.evaluate', options, EVALUATE_OPTIONS);
  const state = requireCompiled(model);
  const data = trainingData(model, x, y, { sample_weight: options.sample_weight });
  noteIfSynthetic(...flattenNest<unknown>(x as Nested<unknown>));
  const patience = new Patience('evaluate');
  let phase: Phase | undefined;
  try {
    phase = await openPhase(model, state, data, {
      training: false,
      what: 'Evaluation',
      patience,
    });
    const logs = await runPass(model, phase, options);
    return options.return_dict ? sortLogs(logs) : listOf(logs, phase);
  } finally {
    phase?.session.close();
    patience.end();
  }
}

async function runPass(model: Model, phase: Phase, options: EvaluateOptions): Promise<Logs> {
  const verbose = verbosity(options.verbose);
  const steps = options.steps ?? undefined;
  const batchSize = batchSizeFor(options.batch_size ?? undefined, phase.samples, steps);
  const batches = cutBatches(inOrder(phase.samples), batchSize).slice(0, steps);
  const callbacks = new CallbackList(options.callbacks, [], model, {
    verbose,
    epochs: 1,
    steps: batches.length,
  });
  const progress = new Progress(verbose);
  progress.start(batches.length);
  await callbacks.whole('on_test_begin');
  const current = async () => sortLogs(phase.logs(await phase.session.sums()));
  const result = await phase.session.pass(batches, {
    before: (index) => callbacks.batch('on_test_batch_begin', index),
    after: async (done) => {
      const isLast = done === batches.length;
      const logs = !isLast && progress.wantsNumbers() ? await current() : undefined;
      await callbacks.batch('on_test_batch_end', done - 1, logs);
      if (!isLast) progress.update(done, logs);
      return getRuntime().signal.aborted;
    },
  });
  if (getRuntime().signal.aborted) {
    progress.breakOff(result.batches);
    throw new KeyboardInterrupt();
  }
  const logs = phase.logs(result);
  await callbacks.whole('on_test_end', sortLogs(logs));
  progress.finish(sortLogs(logs));
  return logs;
}

/** Keras's order: the loss, for several outputs their losses, then the metrics (prefixed ones by name). */
export function listOf(logs: Logs, { step }: Phase): number | number[] {
  const isSingle = step.objectives.length === 1;
  const losses = Object.keys(logs).filter((name) => name === 'loss' || name.endsWith('_loss'));
  const others = Object.keys(logs).filter((name) => !losses.includes(name));
  const names = isSingle ? Object.keys(logs) : [...losses, ...others.sort()];
  return names.length === 1 ? logs[names[0]!]! : names.map((name) => logs[name]!);
}
