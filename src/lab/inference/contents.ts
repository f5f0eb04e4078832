/** The lesson's model as `.tflite` files of three kinds. */
import { createEngine } from '#engine';
import type { Learner } from '../learner';
import { makeModel } from '../training';

export type ContentKind = 'float32' | 'dynamic' | 'int8';

const CALIBRATION = 100;

/** Converts when first asked, each kind once. */
export class Contents {
  readonly #learner: Learner;
  readonly #made = new Map<ContentKind, Promise<Uint8Array>>();

  constructor(learner: Learner) {
    this.#learner = learner;
  }

  get(kind: ContentKind): Promise<Uint8Array> {
    const known = this.#made.get(kind);
    if (known) return known;
    const making = this.#convert(kind);
    this.#made.set(kind, making);
    return making;
  }

  async #convert(kind: ContentKind): Promise<Uint8Array> {
    const { scope, runtime, images } = this.#learner;
    const { tf } = scope;
    const engine = createEngine({ onBackend: () => undefined });
    runtime.engine = engine;
    try {
      const model = makeModel(scope, 'mlp');
      const converter = await tf.lite.TFLiteConverter.from_keras_model(model);
      if (kind !== 'float32') converter.optimizations = [tf.lite.Optimize.DEFAULT];
      if (kind === 'int8') {
        const samples = images.pixels.slice(0, CALIBRATION).astype('float32').div(255);
        converter.representative_dataset = function* () {
          for (let i = 0; i < CALIBRATION; i++) yield [samples.slice(i, i + 1)];
        };
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8];
        converter.inference_input_type = converter.inference_output_type = tf.uint8;
      }
      return await converter.convert();
    } finally {
      engine.dispose();
    }
  }
}
