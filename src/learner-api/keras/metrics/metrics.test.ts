import { beforeAll, describe, expect, it } from 'vitest';
import cases from '../../../../tests/fixtures/training/metrics.json';
import { fromJson, startTestRuntime, sumOverBatches, type TestRuntime } from '../training/testing';
import { accuracyFor, getMetric, metrics, type Metric, type MetricTrace } from '.';

let runtime: TestRuntime;
beforeAll(() => {
  runtime = startTestRuntime();
});

const BATCHES = [
  [0, 1, 2, 3, 4],
  [5, 6],
];

describe('the result over unequal batches is that of Keras', () => {
  it.each(cases)('$name $config, targets of shape $y_true.shape', async (fixture) => {
    const arrays = [fixture.y_true, fixture.y_pred, fixture.weights].map(fromJson);
    const make = metrics[fixture.name as 'AUC'] as (options: object) => Metric;
    const metric = make(fixture.config);
    const traces: MetricTrace[] = [];
    const sums = await sumOverBatches(
      runtime,
      arrays,
      ([target, output, weight]) => {
        traces.push(metric.trace(target!, output!), metric.trace(target!, output!, weight));
        return traces.flatMap(({ totals }) => totals);
      },
      BATCHES,
    );
    const [plain, weighted] = traces as [MetricTrace, MetricTrace];
    const count = plain.totals.length;
    expect(plain.result(sums.slice(0, count), 7)).toBeCloseTo(fixture.value, 5);
    expect(weighted.result(sums.slice(count), 7)).toBeCloseTo(fixture.weighted, 5);
  });
});

describe('names', () => {
  it('takes the name that the learner wrote', () => {
    expect(getMetric('mae').name).toBe('mae');
    expect(getMetric('SparseCategoricalAccuracy').name).toBe('SparseCategoricalAccuracy');
    expect(getMetric('root_mean_squared_error').name).toBe('root_mean_squared_error');
  });

  it('says which name is not known', () => {
    expect(() => getMetric('nope')).toThrow('Could not interpret metric identifier: nope');
  });

  it.each([
    [[null], [null, 1], 'BinaryAccuracy'],
    [[null], [null, 10], 'SparseCategoricalAccuracy'],
    [[null, 1], [null, 10], 'SparseCategoricalAccuracy'],
    [[null, 10], [null, 10], 'CategoricalAccuracy'],
  ])('takes accuracy of targets %j and outputs %j for %s', (target, output, className) => {
    const metric = accuracyFor('accuracy', { shape: target }, { shape: output });
    expect([metric.name, metric.className]).toEqual(['accuracy', className]);
  });
});
