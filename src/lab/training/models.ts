/** The models that are trained, in a learner's words. */
import type { LearnerScope } from '#learner-api';

export type ModelName = 'mlp' | 'cnn';

type Sequential = ReturnType<LearnerScope['keras']['Sequential']>;

/** Compiled as in lesson 1. The CNN is 16 and 32 filters of 3x3, each with ReLU and a pool of 2x2, then Dense. */
export function makeModel({ keras, layers }: LearnerScope, name: ModelName): Sequential {
  const conv = (filters: number) => [
    layers.Conv2D(filters, 3, { padding: 'same', activation: 'relu' }),
    layers.MaxPooling2D(2),
  ];
  const inner = {
    mlp: () => [
      layers.Flatten(),
      layers.Dense(256, { activation: 'relu' }),
      layers.Dropout(0.2),
      layers.Dense(10, { activation: 'softmax' }),
    ],
    cnn: () => [
      layers.Reshape([28, 28, 1]),
      ...conv(16),
      ...conv(32),
      layers.Flatten(),
      layers.Dense(10, { activation: 'softmax' }),
    ],
  }[name]();
  keras.utils.set_random_seed(1);
  const model = keras.Sequential([layers.Input({ shape: [28, 28] }), ...inner], { name });
  model.compile({
    optimizer: 'adam',
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
  });
  return model;
}
