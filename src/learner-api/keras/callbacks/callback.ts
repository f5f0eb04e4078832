/** `keras.callbacks.Callback` and what else a callback is given. */
import type { Model } from '../models';
import type { Logs } from '../utils/progbar';

export type { Logs } from '../utils/progbar';

export interface CallbackParams {
  readonly verbose: number;
  readonly epochs: number;
  /** Batches in an epoch. */
  readonly steps: number;
}

type Awaitable = void | Promise<void>;

/**
 * Extend it with the hooks you want; each may be async. `this.model` is the model, `this.model.stop_training = true`
 * ends training. `logs` holds what the progress line shows, `loss` among it. The model's weights are those of the end
 * of the last epoch; a hook after each batch makes training wait for the device every time.
 */
export class Callback {
  params: CallbackParams | undefined;
  #model: Model | undefined;

  get model(): Model {
    return this.#model!;
  }

  set_model(model: Model): void {
    this.#model = model;
  }

  set_params(params: CallbackParams): void {
    this.params = params;
  }

  on_train_begin?(logs?: Logs): Awaitable;
  on_train_end?(logs?: Logs): Awaitable;
  on_epoch_begin?(epoch: number, logs?: Logs): Awaitable;
  on_epoch_end?(epoch: number, logs?: Logs): Awaitable;
  on_batch_begin?(batch: number, logs?: Logs): Awaitable;
  on_batch_end?(batch: number, logs?: Logs): Awaitable;
  on_train_batch_begin?(batch: number, logs?: Logs): Awaitable;
  on_train_batch_end?(batch: number, logs?: Logs): Awaitable;
  on_test_begin?(logs?: Logs): Awaitable;
  on_test_end?(logs?: Logs): Awaitable;
  on_test_batch_begin?(batch: number, logs?: Logs): Awaitable;
  on_test_batch_end?(batch: number, logs?: Logs): Awaitable;
  on_predict_begin?(logs?: Logs): Awaitable;
  on_predict_end?(logs?: Logs): Awaitable;
  on_predict_batch_begin?(batch: number, logs?: Logs): Awaitable;
  on_predict_batch_end?(batch: number, logs?: Logs): Awaitable;
}

export type Hook = Extract<keyof Callback, `on_${string}`>;
