/**
 * Models saved by themselves while they train, so that a killed kernel costs an epoch and not a training.
 * One file for each variable of a lesson, and a record of the same name beside it.
 */
import type { CheckpointInfo } from '#protocol';
import type { Workspace } from '#workspace';

/** Milliseconds between two checkpoints of one variable, at least. */
const INTERVAL = 3000;
/** Saving may take one part in so many of the time. */
const SHARE = 6;

export interface CheckpointHost {
  readonly workspace: Workspace;
  saveModel(model: unknown, path: string): Promise<void>;
  /** Told of each checkpoint when its files are complete. */
  onSaved(checkpoint: CheckpointInfo): void;
}

/** A name as one part of a path. */
function pathPart(name: string): string {
  return encodeURIComponent(name).replaceAll('.', '%2E');
}

export class Checkpoints {
  readonly #host: CheckpointHost;
  /** When the next one is due, by path. */
  readonly #due = new Map<string, number>();

  constructor(host: CheckpointHost) {
    this.#host = host;
  }

  /**
   * Saves the model if it is time to, and always after the last epoch.
   * @param epoch epochs done, from 1
   */
  async offer(
    model: unknown,
    where: Pick<CheckpointInfo, 'lesson' | 'variable'>,
    epoch: number,
    epochs: number,
  ): Promise<void> {
    const base = `.slipway/checkpoints/${pathPart(where.lesson)}/${pathPart(where.variable)}`;
    const start = performance.now();
    if (epoch < epochs && start < (this.#due.get(base) ?? 0)) return;
    const path = `${base}.keras`;
    await this.#host.saveModel(model, path);
    const info: CheckpointInfo = { path, ...where, epoch, epochs, saved: Date.now() };
    await this.#host.workspace.write(
      `${base}.json`,
      new TextEncoder().encode(JSON.stringify(info)),
    );
    const end = performance.now();
    this.#due.set(base, end + Math.max(INTERVAL, (end - start) * (SHARE - 1)));
    this.#host.onSaved(info);
  }
}
