import { beforeAll, describe, expect, it } from 'vitest';
import cases from '../../../../tests/fixtures/training/losses.json';
import { fromJson, startTestRuntime, sumOverBatches, type TestRuntime } from '../training/testing';
import { getLoss, losses, reducedLoss, type Loss } from '.';

let runtime: TestRuntime;
beforeAll(() => {
  runtime = startTestRuntime();
});

const ALL = [[0, 1, 2, 3, 4, 5, 6]];

describe('the value of a batch is that of Keras', () => {
  it.each(cases)('$name $config, targets of shape $y_true.shape', async (fixture) => {
    const arrays = [fixture.y_true, fixture.y_pred, fixture.weights].map(fromJson);
    const make = losses[fixture.name as 'Huber'] as (options: object) => Loss;
    const loss = make(fixture.config);
    const [plain, weighted] = await sumOverBatches(
      runtime,
      arrays,
      ([target, output, weight]) => [
        reducedLoss(loss, target!, output!),
        reducedLoss(loss, target!, output!, weight),
      ],
      ALL,
    );
    expect(plain![0]! / fixture.value).toBeCloseTo(1, 4);
    expect(weighted![0]! / fixture.weighted).toBeCloseTo(1, 4);
  });
});

describe('names', () => {
  it('finds losses by function name, short name and class name', () => {
    expect(getLoss('mse').name).toBe('mse');
    expect(getLoss('sparse_categorical_crossentropy').name).toBe('sparse_categorical_crossentropy');
    expect(getLoss('Huber').name).toBe('huber_loss');
  });

  it('says which name is not known', () => {
    expect(() => getLoss('nope')).toThrow('Could not interpret loss identifier: nope');
  });

  it('refuses options that the loss does not have', () => {
    expect(() => losses.MeanSquaredError({ delta: 1 } as object)).toThrow(
      "MeanSquaredError.__init__() got an unexpected keyword argument 'delta'",
    );
  });

  it('gives back its config', () => {
    const loss = losses.SparseCategoricalCrossentropy({ from_logits: true });
    expect(loss.get_config()).toEqual({
      name: 'sparse_categorical_crossentropy',
      reduction: 'sum_over_batch_size',
      from_logits: true,
      ignore_class: null,
    });
  });
});
