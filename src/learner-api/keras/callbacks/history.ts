/** What `fit` returns: the logs of every epoch. */
import type { CurvesOutput } from '#protocol';
import { Callback, type Logs } from './callback';

export class History extends Callback {
  /** @internal */
  static readonly class_name: string = 'History';
  /** Values by name, one an epoch. */
  readonly history: Record<string, number[]> = {};
  /** Epochs done, from 0. */
  epoch: number[] = [];

  override on_train_begin(): void {
    this.epoch = [];
  }

  override on_epoch_end(epoch: number, logs: Logs = {}): void {
    this.epoch.push(epoch);
    for (const [name, value] of Object.entries(logs)) (this.history[name] ??= []).push(value);
  }

  /** Curves over epochs, counted from 1. */
  toDisplay(): CurvesOutput {
    return {
      kind: 'curves',
      title: 'History',
      xLabel: 'epoch',
      x: this.epoch.map((epoch) => epoch + 1),
      series: Object.entries(this.history).map(([name, values]) => ({
        name,
        values: values.map((value) => (Number.isFinite(value) ? value : null)),
      })),
    };
  }
}
