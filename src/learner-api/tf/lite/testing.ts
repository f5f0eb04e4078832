/** For tests: a small model, and a converter with some attributes set. */
import { createLearnerScope } from '../..';
import type { TFLiteConverter } from './converter';

const { keras, layers, np, tf } = createLearnerScope();
const x = np.random.default_rng(7).random([6, 4]).astype('float32');

/** Wide enough for its weights to be quantized. */
export function makeModel(units = 300) {
  return keras.Sequential(
    [
      layers.Input({ shape: [4], name: 'features' }),
      layers.Dense(units, { activation: 'relu' }),
      layers.Dropout(0.5),
      layers.Dense(2, { activation: 'softmax' }),
    ],
    { name: 'fashion' },
  );
}

export function* samples() {
  for (let i = 0; i < 6; i++) yield [x.slice(i, i + 1)];
}

/** Attributes of the converter; `ops` and `types` are those of its target. */
export interface Wishes extends Partial<Omit<TFLiteConverter, 'target_spec' | 'convert'>> {
  readonly ops?: TFLiteConverter['target_spec']['supported_ops'];
  readonly types?: TFLiteConverter['target_spec']['supported_types'];
}

export const quantized: Wishes = { optimizations: [tf.lite.Optimize.DEFAULT] };
export const integer: Wishes = { ...quantized, representative_dataset: samples };

/** For that model, exported to `m`. */
export async function converterWith({
  ops,
  types,
  ...attributes
}: Wishes): Promise<TFLiteConverter> {
  await makeModel().export('m', { verbose: false });
  const converter = await tf.lite.TFLiteConverter.from_saved_model('m');
  Object.assign(converter, attributes);
  if (ops) converter.target_spec.supported_ops = ops;
  if (types) converter.target_spec.supported_types = types;
  return converter;
}
