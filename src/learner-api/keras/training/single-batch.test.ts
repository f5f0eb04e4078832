import { beforeEach, expect, it } from 'vitest';
import { np } from '../../np';
import { Input, layers } from '../layers';
import { Sequential } from '../models';
import { optimizers } from '../optimizers';
import { keras } from '..';
import { arrayOf, numbersOf, startTestRuntime } from './testing';

beforeEach(() => void startTestRuntime());

const cosines = (...shape: number[]) => {
  const size = shape.reduce((product, dim) => product * dim, 1);
  return arrayOf(
    Array.from({ length: size }, (_, i) => Math.cos(i * 0.37)),
    shape,
  );
};

/** A linear model of two layers whose weights are sines. */
function waved(optimizer: ReturnType<typeof optimizers.SGD>) {
  const model = Sequential([Input([4]), layers.Dense(3), layers.Dense(1)]);
  model.set_weights(
    model.get_weights().map(({ shape, size }) =>
      arrayOf(
        Array.from({ length: size }, (_, i) => Math.sin(i + 1)),
        shape,
      ),
    ),
  );
  model.compile(optimizer, 'mse');
  return model;
}

// Losses of three epochs of real Keras 3.15.1 on the same numbers.
it.each([
  [{ clipnorm: 0.1 }, [5.6962, 4.1379, 2.9294]],
  [{ clipvalue: 0.01 }, [5.6962, 5.4451, 5.2049]],
  [{ global_clipnorm: 0.05 }, [5.6962, 5.2298, 4.7929]],
])('clips gradients as Keras does with %o', async (clipping, expected) => {
  const model = waved(optimizers.SGD(1, clipping));
  const { history } = await model.fit(cosines(8, 4), cosines(8, 1), {
    epochs: 3,
    shuffle: false,
    verbose: 0,
  });
  history['loss']!.forEach((loss, i) => expect(loss).toBeCloseTo(expected[i]!, 4));
});

it('clips in one way only', () => {
  expect(() => optimizers.SGD({ clipnorm: 1, clipvalue: 0.5 })).toThrow(
    'Only one of `clipnorm`, `clipvalue` and `global_clipnorm` can be set.',
  );
});

it('trains and tests on one batch', async () => {
  const model = waved(optimizers.SGD(0.01));
  const [x, y] = [cosines(8, 4), cosines(8, 1)];
  const before = await model.test_on_batch<number>(x, y);
  expect(await model.train_on_batch<number>(x, y)).toBe(before);
  expect(await model.test_on_batch<number>(x, y)).toBeLessThan(before);
  expect(model.optimizer!.iterations).toBe(1);
  const [alone, batched] = [
    await model.predict_on_batch(x),
    await model.predict(x, { verbose: 0 }),
  ];
  expect(numbersOf(alone)).toEqual(numbersOf(batched));
});

it('validates on as many batches as asked for', async () => {
  const model = waved(optimizers.SGD(0));
  const [x, y] = [cosines(8, 4), cosines(8, 1)];
  const { history } = await model.fit(x, y, {
    batch_size: 2,
    validation_data: [x, y],
    validation_steps: 2,
    verbose: 0,
  });
  const first = await model.evaluate<number>(x.slice(0, 4), y.slice(0, 4), { verbose: 0 });
  expect(history['val_loss']![0]).toBeCloseTo(first, 5);
});

it('takes options in the place of missing targets as options', async () => {
  const model = waved(optimizers.SGD(0));
  await expect(model.fit(cosines(8, 4), { verbose: 0 } as never)).rejects.toThrow(
    'None values not supported.',
  );
});

it('seeds np.random along with everything else, and clears names under both of its names', () => {
  const draw = () => np.random.rand(3).tolist();
  np.random.seed(7);
  const seeded = draw();
  keras.utils.set_random_seed(7);
  expect(draw()).toEqual(seeded);
  keras.backend.clear_session();
  const name = layers.Dense(1).name;
  keras.utils.clear_session();
  expect(layers.Dense(1).name).toBe(name);
});
