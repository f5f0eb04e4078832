/**
 * An epoch of `model.fit` on one backend: 422 batches of 128. The second epoch of a call is timed, since the first also
 * moves the data to where it is trained on. Where that takes too long a part of an epoch is, and scaled.
 */
import { createEngine, probeAdapter, type BackendId, type Engine } from '#engine';
import type { LabSection, LabTask } from '#protocol';
import { SAMPLES, type Learner } from '../learner';
import { noWebGpu, seconds, Skipped, type Sample, type Work } from '../work';
import { makeModel, type ModelName } from './models';

const BATCH = 128;
const STEPS = Math.ceil(SAMPLES / BATCH);
/** Steps that are timed to find out how many there is time for. */
const TRIAL = 4;
/** Fewer say nothing. */
const LEAST = 4;

/** A backend as the lab offers it. */
export interface Contender {
  readonly what: string;
  readonly kind: LabTask['kind'];
  readonly id: BackendId;
  /** As many as there are by default. */
  readonly threads?: number;
}

interface Ready {
  readonly model: ReturnType<typeof makeModel>;
  readonly steps: number;
  /** What runs it, in words. */
  readonly device: string;
}

export class Training implements Work {
  readonly task: LabTask;
  readonly #contender: Contender;
  readonly #name: ModelName;
  readonly #learner: Learner;
  #engine: Engine | undefined;
  #ready: Ready | undefined;

  constructor(contender: Contender, name: ModelName & LabSection, learner: Learner) {
    const { what, kind } = contender;
    this.task = { section: name, what, unit: 's', kind };
    this.#contender = contender;
    this.#name = name;
    this.#learner = learner;
  }

  async measure(patience: number): Promise<Sample> {
    this.#engine ??= this.#makeEngine();
    this.#learner.runtime.engine = this.#engine;
    const { model, steps, device } = (this.#ready ??= await this.#prepare(patience));
    const samples = Math.min(SAMPLES, steps * BATCH);
    const measured = await this.#epoch(model, samples);
    const part = steps < STEPS ? `${steps} of ${STEPS} steps; ` : '';
    return { value: (measured * SAMPLES) / samples, note: part + device };
  }

  close(): void {
    this.#engine?.dispose();
    this.#engine = undefined;
    this.#ready = undefined;
  }

  #makeEngine(): Engine {
    const { id, threads } = this.#contender;
    return createEngine({ forced: id, threads, onBackend: () => undefined });
  }

  /** @throws Skipped when another backend would run it, or a step takes too long */
  async #prepare(patience: number): Promise<Ready> {
    const { scope, runtime } = this.#learner;
    const needsGpu = this.#contender.id.endsWith('webgpu');
    if (needsGpu && !(await probeAdapter()).adapter) throw noWebGpu();
    const model = makeModel(scope, this.#name);
    const first = await this.#epoch(model, BATCH);
    const backend = runtime.backend!;
    if (backend.id !== this.#contender.id) throw new Skipped(backend.reason);
    if (first * TRIAL > patience) throw tooSlow(first);
    const step = (await this.#epoch(model, TRIAL * BATCH)) / TRIAL;
    const affordable = Math.floor(patience / 2 / step);
    if (affordable < LEAST) throw tooSlow(step);
    return { model, steps: Math.min(STEPS, affordable), device: backend.device };
  }

  /** @returns seconds of the second epoch over the first of the images */
  async #epoch(model: Ready['model'], samples: number): Promise<number> {
    const { scope, images } = this.#learner;
    const x = images.pixels.slice(0, samples).astype('float32').div(255);
    let start = 0;
    let elapsed = 0;
    const clock = scope.keras.callbacks.LambdaCallback({
      on_epoch_begin: () => void (start = seconds()),
      on_epoch_end: () => void (elapsed = seconds() - start),
    });
    await model.fit(x, images.labels.slice(0, samples), {
      epochs: 2,
      batch_size: BATCH,
      verbose: 0,
      callbacks: [clock],
    });
    return elapsed;
  }
}

function tooSlow(step: number): Skipped {
  const epoch = step * STEPS;
  const text = epoch < 120 ? `${Math.round(epoch)} s` : `${Math.round(epoch / 60)} minutes`;
  return new Skipped(`too slow: an epoch would take about ${text}`);
}
