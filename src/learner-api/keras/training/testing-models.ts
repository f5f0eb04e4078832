/** A small model and data to train it on, for tests. */
import { layers } from '../layers';
import { Sequential, type Model } from '../models';
import { optimizers } from '../optimizers';
import { arrayOf } from './testing';

/** Numbers between -1 and 1, and class numbers 0, 1, 2 in turn. */
export function waves(samples: number, width: number) {
  const numbers = Array.from({ length: samples * width }, (_, i) => Math.sin(i * 1.7));
  const labels = Array.from({ length: samples }, (_, i) => i % 3);
  return { x: arrayOf(numbers, [samples, width]), y: arrayOf(labels, [samples], 'uint8') };
}

/** Four inputs, three outputs. */
export function classifier(activation: 'softmax' | 'sigmoid' = 'softmax') {
  return Sequential([layers.Input({ shape: [4] }), layers.Dense(3, { activation })]);
}

export function compiledClassifier(options: Parameters<Model['compile']>[0] = {}) {
  const model = classifier();
  model.compile({
    optimizer: optimizers.Adam({ learning_rate: 0.05 }),
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
    ...options,
  });
  return model;
}
