/** `train_on_batch` and `test_on_batch`: one step on all samples at once. */
import { checkOptions } from '../../python/options';
import type { Model } from '../models';
import { inOrder } from './batches';
import { requireCompiled } from './compiled-state';
import { trainingData, type WeightOptions } from './data';
import { listOf, type EvaluateResult } from './evaluate';
import { keepOnHost } from './host-state';
import { Patience } from './patience';
import { openPhase } from './phase';
import { sortLogs } from './totals';

export interface BatchOptions extends WeightOptions {
  /** A dict by name and not a list. Default: false. */
  readonly return_dict?: boolean;
}

const NAMES = ['sample_weight', 'class_weight', 'return_dict'];

/**
 * Loss and metrics of this batch alone; before the step where it trains.
 *
 * @throws ValueError with Keras's messages for data that does not fit
 */
export async function runOnBatch(
  model: Model,
  x: unknown,
  y: unknown,
  options: BatchOptions,
  training: boolean,
): Promise<EvaluateResult> {
  checkOptions(training ? 'Trainer.train_on_batch' : 'Trainer.test_on_batch', options, NAMES);
  const state = requireCompiled(model);
  const data = trainingData(model, x, y, options);
  const patience = new Patience(training ? 'fit' : 'evaluate');
  const what = training ? 'Training' : 'Evaluation';
  const phase = await openPhase(model, state, data, { training, what, patience });
  try {
    const result = await phase.session.pass([inOrder(data.samples)]);
    if (training) keepOnHost(phase.step.program, result.state, state.optimizer);
    const logs = phase.logs(result);
    return options.return_dict ? sortLogs(logs) : listOf(logs, phase);
  } finally {
    phase.session.close();
    patience.end();
  }
}
