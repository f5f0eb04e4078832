/**
 * Models saved by themselves while they train, so that a killed kernel costs an epoch and not a training.
 * One file for each variable of a lesson and each kernel, and a record of the same name beside it: two pages that train
 * a model of the same name do not overwrite one another's. What a kernel that is gone has saved goes with the first
 * checkpoint that takes its place.
 */
import { FileNotFoundError } from '#errors';
import type { CheckpointInfo } from '#protocol';
import { HIDDEN_ROOT, type Workspace } from '#workspace';
import type { Peers } from './peers';

/** Milliseconds between two checkpoints of one variable, at least. */
const INTERVAL = 3000;
/** Saving may take one part in so many of the time. */
const SHARE = 6;

export interface CheckpointHost {
  readonly workspace: Workspace;
  readonly peers: Peers;
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
    const folder = `${HIDDEN_ROOT}/checkpoints/${pathPart(where.lesson)}`;
    const variable = `${folder}/${pathPart(where.variable)}`;
    const base = `${variable}~${this.#host.peers.id}`;
    const start = performance.now();
    if (epoch < epochs && start < (this.#due.get(base) ?? 0)) return;
    const path = `${base}.keras`;
    await this.#host.saveModel(model, path);
    const info: CheckpointInfo = { path, ...where, epoch, epochs, saved: Date.now() };
    await this.#host.workspace.write(
      `${base}.json`,
      new TextEncoder().encode(JSON.stringify(info)),
    );
    if (!this.#due.has(base)) await this.#clear(folder, variable);
    const end = performance.now();
    this.#due.set(base, end + Math.max(INTERVAL, (end - start) * (SHARE - 1)));
    this.#host.onSaved(info);
  }

  /** Removes what kernels that are gone have saved of this variable. */
  async #clear(folder: string, variable: string): Promise<void> {
    const { workspace, peers } = this.#host;
    const alive = await peers.alive();
    for (const { path } of await workspace.list(folder, { hidden: true })) {
      if (!path.startsWith(`${variable}~`)) continue;
      const kernel = /^[0-9a-f]{8}(?=\.(json|keras)$)/.exec(path.slice(variable.length + 1))?.[0];
      if (!kernel || kernel === peers.id || alive.has(kernel)) continue;
      await workspace.remove(path).catch((error: unknown) => {
        if (!(error instanceof FileNotFoundError)) throw error; // Another page has tidied up as well.
      });
    }
  }
}
