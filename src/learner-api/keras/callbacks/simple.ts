/** Callbacks made of functions, and the one that stops at NaN. */
import { checkOptions } from '../../python/options';
import { printLine } from '../../output';
import { Callback, type Logs } from './callback';

const LAMBDA_HOOKS = [
  'on_epoch_begin',
  'on_epoch_end',
  'on_train_begin',
  'on_train_end',
  'on_train_batch_begin',
  'on_train_batch_end',
] as const;

export type LambdaCallbackOptions = Partial<Pick<Callback, (typeof LAMBDA_HOOKS)[number]>>;

/** Hooks given as functions. */
export class LambdaCallback extends Callback {
  constructor(options: LambdaCallbackOptions = {}) {
    checkOptions('LambdaCallback.__init__', options, LAMBDA_HOOKS);
    super();
    Object.assign(this, options);
  }
}

/** Ends training when the loss is NaN or infinite. */
export class TerminateOnNaN extends Callback {
  override on_batch_end(batch: number, logs: Logs = {}): void {
    const { loss } = logs;
    if (loss === undefined || Number.isFinite(loss)) return;
    printLine(`Batch ${batch}: Invalid loss, terminating training`);
    this.model.stop_training = true;
  }
}
