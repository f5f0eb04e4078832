import { beforeEach, expect, it } from 'vitest';
import { Input, layers } from '../layers';
import { losses } from '../losses';
import { keras } from '..';
import { startTestRuntime } from '../training/testing';
import { clone_model, Model, model_from_json, Sequential } from '.';

beforeEach(() => void startTestRuntime());

function branched() {
  const inputs = Input([4], { name: 'inputs' });
  const x = layers.Dense(3, { name: 'hidden' })(inputs);
  const y = layers.concatenate([layers.add([x, x]), layers.multiply([x, x])]);
  return Model(inputs, layers.Dense(1, { name: 'out' })(y), { name: 'branched' });
}

it('clones a model: equal layers, weights of its own', () => {
  const model = branched();
  const twin = clone_model(model);
  expect(twin.layers.map((layer) => layer.name)).toEqual(model.layers.map((layer) => layer.name));
  twin.set_weights(model.get_weights());
  expect(twin.weights[0]).not.toBe(model.weights[0]);
});

it('writes the architecture as JSON and reads it back, infinities too', () => {
  const model = Sequential([Input([2]), layers.ReLU({ max_value: Infinity })]);
  const twin = model_from_json(model.to_json());
  expect(twin.layers[0]!.get_config()['max_value']).toBe(Infinity);
  expect(() => model_from_json('{')).toThrow('The text is not JSON');
});

it('loads a loss of a class with an argument by position', async () => {
  class Scaled extends losses.Loss {
    readonly factor: number;
    constructor(factor = 2, options = {}) {
      super(options);
      this.factor = factor;
    }
    override get_config() {
      return { ...super.get_config(), factor: this.factor };
    }
  }
  keras.saving.register_keras_serializable('Test')(Scaled);
  const model = branched();
  model.compile('sgd', new Scaled(3, { name: 'scaled' }));
  await model.save('scaled.keras');
  const { loss } = await keras.models.load_model('scaled.keras');
  expect(loss).toBeInstanceOf(Scaled);
  expect(loss).toMatchObject({ factor: 3, name: 'scaled' });
});

it('has no inputs before it is built', () => {
  expect(() => Sequential([layers.Dense(1)], { name: 'late' }).inputs).toThrow(
    "Sequential model 'late' has no defined inputs yet.",
  );
});
