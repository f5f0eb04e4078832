/** 10,000 images through `tf.lite.Interpreter`, one by one: set, invoke, get. Where that takes too long, fewer. */
import type { RuntimeId } from '#interpreter';
import type { LearnerScope } from '#learner-api';
import type { LabTask } from '#protocol';
import type { NDArray } from '#tensor';
import type { Learner } from '../learner';
import { seconds, Skipped, type Sample, type Work } from '../work';
import type { ContentKind, Contents } from './contents';

const IMAGES = 10_000;
/** Images that are timed to find out how many there is time for. */
const TRIAL = 20;

type Interpreter = Awaited<ReturnType<LearnerScope['tf']['lite']['Interpreter']>>;

/** A runtime as the lab offers it. */
export interface Runner {
  readonly what: string;
  readonly kind: LabTask['kind'];
  readonly id: RuntimeId;
}

interface Ready {
  readonly interpreter: Interpreter;
  readonly images: NDArray;
  readonly count: number;
}

export class Inference implements Work {
  readonly task: LabTask;
  readonly #runner: Runner;
  readonly #kind: ContentKind;
  readonly #contents: Contents;
  readonly #learner: Learner;
  #ready: Ready | undefined;

  constructor(runner: Runner, kind: ContentKind, contents: Contents, learner: Learner) {
    const { what } = runner;
    this.task = { section: kind, what, unit: 's', kind: runner.kind };
    this.#runner = runner;
    this.#kind = kind;
    this.#contents = contents;
    this.#learner = learner;
  }

  async measure(patience: number): Promise<Sample> {
    const ready = (this.#ready ??= await this.#prepare(patience));
    const measured = await ask(ready);
    const note = ready.count < IMAGES ? `${ready.count} of ${IMAGES} images` : undefined;
    return { value: (measured * IMAGES) / ready.count, note };
  }

  close(): void {
    this.#ready?.interpreter.close();
    this.#ready = undefined;
  }

  async #prepare(patience: number): Promise<Ready> {
    const { scope, images } = this.#learner;
    const content = await this.#contents.get(this.#kind);
    const interpreter = await scope.tf.lite.Interpreter({
      model_content: content,
      runtime: this.#runner.id,
    });
    await interpreter.allocate_tensors();
    const pixels = images.pixels.slice(0, IMAGES);
    const source = this.#kind === 'int8' ? pixels : pixels.astype('float32').div(255);
    await ask({ interpreter, images: source, count: 1 });
    const each = (await ask({ interpreter, images: source, count: TRIAL })) / TRIAL;
    const count = Math.min(IMAGES, Math.floor(patience / each));
    if (count < TRIAL) throw new Skipped(`too slow: an image takes ${Math.round(1000 * each)} ms`);
    return { interpreter, images: source, count };
  }
}

/** @returns seconds for the first of the images */
async function ask({ interpreter, images, count }: Ready): Promise<number> {
  const { index: input } = interpreter.get_input_details()[0]!;
  const { index: output } = interpreter.get_output_details()[0]!;
  const start = seconds();
  for (let i = 0; i < count; i++) {
    interpreter.set_tensor(input, images.slice(i, i + 1));
    const running = interpreter.invoke();
    if (running) await running;
    interpreter.get_tensor(output);
  }
  return seconds() - start;
}
