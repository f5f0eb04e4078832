import { describe, expect, it } from 'vitest';
import { createLearnerScope } from '.';
import { startTestRuntime } from './keras/training/testing';

const scope = createLearnerScope();

describe('the scope of cells', () => {
  it('has the names that the learner API promises', () => {
    expect(Object.keys(scope).sort()).toEqual(
      [
        ...['display', 'files', 'keras', 'layers', 'np', 'print', 'tf', 'grpc'],
        ...['predict_pb2', 'prediction_service_pb2_grpc', 'model_service_pb2_grpc', 'model_pb2'],
        ...['get_model_metadata_pb2', 'get_model_status_pb2', 'classification_pb2'],
        'regression_pb2',
      ].sort(),
    );
    expect(scope.layers).toBe(scope.keras.layers);
  });

  it('is another object for every asker', () => {
    expect(createLearnerScope()).not.toBe(scope);
  });

  it('names what Keras has and this does not', () => {
    expect(() => (scope.keras as unknown as Record<string, unknown>)['quantizers']).toThrow(
      'keras.quantizers is not there yet.',
    );
    expect(() => (scope.keras.losses as unknown as Record<string, unknown>)['Dice']).toThrow(
      'keras.losses.Dice is not there yet.',
    );
  });

  it('says which version of Keras it follows', () => {
    expect(scope.keras.__version__).toMatch(/^3\.\d+\.\d+$/);
  });
});

describe('a small lesson from top to bottom', () => {
  it('trains, saves, loads and agrees', async () => {
    startTestRuntime();
    const { keras, layers, np } = scope;
    keras.utils.set_random_seed(1);
    const x = np.array(
      Array.from({ length: 60 }, (_, i) => [Math.sin(i), Math.cos(i)]),
      { dtype: 'float32' },
    );
    const y = np.array(Array.from({ length: 60 }, (_, i) => (Math.sin(i) > 0 ? 1 : 0)));
    const model = keras.Sequential(
      [
        layers.Input({ shape: [2] }),
        layers.Dense(8, { activation: 'relu' }),
        layers.Dropout(0.1),
        layers.Dense(2, { activation: 'softmax' }),
      ],
      { name: 'small' },
    );
    model.compile({
      optimizer: keras.optimizers.Adam({ learning_rate: 0.05 }),
      loss: 'sparse_categorical_crossentropy',
      metrics: ['accuracy'],
    });
    const history = await model.fit(x, y, {
      epochs: 20,
      batch_size: 16,
      validation_split: 0.1,
      verbose: 0,
    });
    expect(history.history['accuracy']!.at(-1)).toBeGreaterThan(0.9);
    await model.save('small.keras');
    const again = await keras.models.load_model('small.keras');
    const before = await model.predict(x.slice(0, 5), { verbose: 0 });
    const after = await again.predict(x.slice(0, 5), { verbose: 0 });
    np.testing.assert_allclose(after as never, before as never, { atol: 1e-6 });
  });
});
