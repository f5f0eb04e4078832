/** Calls a hook on every callback in turn. */
import { PyTypeError } from '#errors';
import type { Model } from '../models';
import { repr } from '../../python/repr';
import { endOf } from '../../until-stopped';
import { Callback, type CallbackParams, type Hook, type Logs } from './callback';

/** Hooks that Keras passes on to older names where they are not defined. */
const OLDER_NAMES: Partial<Record<Hook, Hook>> = {
  on_train_batch_begin: 'on_batch_begin',
  on_train_batch_end: 'on_batch_end',
};

export class CallbackList {
  readonly #callbacks: readonly Callback[];

  /** @param given what the learner passed: a callback, a list of them, or nothing */
  constructor(given: unknown, own: readonly Callback[], model: Model, params: CallbackParams) {
    this.#callbacks = [...flattenCallbacks(given), ...own];
    for (const callback of this.#callbacks) {
      callback.set_params(params);
      callback.set_model(model);
    }
  }

  /** Whether somebody wants to be called. */
  has(hook: Hook): boolean {
    return this.#callbacks.some((callback) => handlerOf(callback, hook) !== undefined);
  }

  async epoch(hook: Hook & `on_epoch_${string}`, epoch: number, logs: Logs = {}): Promise<void> {
    await this.#call(hook, epoch, logs);
  }

  async batch(hook: Hook & `${string}_batch_${string}`, batch: number, logs: Logs = {}) {
    await this.#call(hook, batch, logs);
  }

  async whole(hook: Hook & (`${string}_begin` | `${string}_end`), logs: Logs = {}): Promise<void> {
    await this.#call(hook, logs);
  }

  async #call(hook: Hook, ...args: unknown[]): Promise<void> {
    for (const callback of this.#callbacks) {
      await endOf(handlerOf(callback, hook)?.apply(callback, args));
    }
  }
}

function handlerOf(callback: Callback, hook: Hook) {
  const older = OLDER_NAMES[hook];
  const handler = callback[hook] ?? (older && callback[older]);
  return handler as ((...args: unknown[]) => void | Promise<void>) | undefined;
}

function flattenCallbacks(given: unknown): Callback[] {
  if (given === undefined || given === null) return [];
  const list: unknown[] = Array.isArray(given) ? given.flat(Infinity) : [given];
  const wrong = list.find((item) => !(item instanceof Callback));
  if (wrong === undefined) return list as Callback[];
  throw new PyTypeError(`Expected a list of callbacks, got ${repr(wrong)}.`, {
    hint: 'Pass instances: callbacks: [keras.callbacks.EarlyStopping({patience: 2})].',
  });
}
