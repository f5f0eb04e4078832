/** What the tests of this folder share: a model, and what exporting prints. */
import { createLearnerScope } from '../..';
import type { TestRuntime } from '../training/testing';

export const scope = createLearnerScope();
const { keras, layers, tf } = scope;

export const row = tf.TensorSpec([null, 4], tf.float32);

export function makeModel() {
  return keras.Sequential(
    [
      layers.Input({ shape: [4] }),
      layers.Dense(3, { name: 'd' }),
      layers.Dropout(0.5),
      layers.Dense(2, { activation: 'softmax' }),
    ],
    { name: 'fashion' },
  );
}

/** What was printed, with variables numbered from 1. */
export function printed(runtime: TestRuntime): string {
  const seen: string[] = [];
  return runtime.text().replace(/ {2}(\d{10,}):/g, (_, identity: string) => {
    if (!seen.includes(identity)) seen.push(identity);
    return `  #${seen.indexOf(identity) + 1}:`;
  });
}

/** The lines about captured variables, by their numbers. */
export function captures(...numbers: number[]): string {
  return numbers
    .map((i) => `  #${i}: TensorSpec(shape=(), dtype=tf.resource, name=None)`)
    .join('\n');
}
