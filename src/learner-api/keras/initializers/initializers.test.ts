import { describe, expect, it } from 'vitest';
import * as initializers from '.';

function moments(data: ArrayLike<number>) {
  const values = Array.from(data);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance), limit: Math.max(...values.map(Math.abs)) };
}

const draw = (initializer: initializers.Initializer, shape = [200, 300]) =>
  moments(initializer(shape, 'float32').data as Float32Array);

describe('spread', () => {
  it.each([
    [
      'GlorotUniform',
      initializers.GlorotUniform({ seed: 1 }),
      Math.sqrt(2 / 500),
      Math.sqrt(6 / 500),
    ],
    ['HeUniform', initializers.HeUniform({ seed: 1 }), Math.sqrt(2 / 200), Math.sqrt(6 / 200)],
    [
      'GlorotNormal',
      initializers.GlorotNormal({ seed: 1 }),
      Math.sqrt(2 / 500),
      Math.sqrt(2 / 500) / 0.4398,
    ],
    [
      'HeNormal',
      initializers.HeNormal({ seed: 1 }),
      Math.sqrt(2 / 200),
      Math.sqrt(2 / 200) / 0.4398,
    ],
    [
      'LecunNormal',
      initializers.LecunNormal({ seed: 1 }),
      Math.sqrt(1 / 200),
      Math.sqrt(1 / 200) / 0.4398,
    ],
    ['TruncatedNormal', initializers.TruncatedNormal({ seed: 1 }), 0.05 * 0.8796, 0.1],
    ['RandomUniform', initializers.RandomUniform({ seed: 1 }), 0.05 / Math.sqrt(3), 0.05],
  ])('%s', (_name, initializer, deviation, limit) => {
    const drawn = draw(initializer);
    expect(Math.abs(drawn.mean)).toBeLessThan(0.003);
    expect(drawn.deviation / deviation).toBeCloseTo(1, 1);
    expect(drawn.limit).toBeLessThanOrEqual(limit * 1.0001);
    expect(drawn.limit).toBeGreaterThan(limit * 0.95);
  });

  it('counts the taps of a convolution kernel', () => {
    expect(draw(initializers.HeUniform({ seed: 1 }), [3, 3, 50, 40]).limit).toBeCloseTo(
      Math.sqrt(6 / 450),
      2,
    );
  });
});

describe('seeds', () => {
  it('give the same values each time', () => {
    const initializer = initializers.get('glorot_uniform')!;
    expect(initializer([5], 'float32').data).toEqual(initializer([5], 'float32').data);
  });

  it('differ from object to object where none is given', () => {
    const [a, b] = [initializers.HeNormal(), initializers.HeNormal()];
    expect(a([5]).data).not.toEqual(b([5]).data);
    expect(a.get_config()).toEqual({ seed: null });
  });
});

it.each([[[2, 3, 4]], [[3, 8]]])('makes %j orthonormal along its shorter side', (shape) => {
  const columns = shape.at(-1)!;
  const rows = shape.slice(0, -1).reduce((a, b) => a * b, 1);
  const data = initializers.Orthogonal({ gain: 2, seed: 1 })(shape, 'float32').data;
  const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
  const at = (k: number, i: number) =>
    Number(rows < columns ? data[k * columns + i] : data[i * columns + k]);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      const product = Array.from({ length }, (_, i) => at(a, i) * at(b, i));
      const sum = product.reduce((total, value) => total + value, 0);
      expect(sum).toBeCloseTo(a === b ? 4 : 0, 5);
    }
  }
});

it('makes constants', () => {
  expect([...initializers.Constant(2.5)([3], 'float32').data]).toEqual([2.5, 2.5, 2.5]);
  expect([...initializers.Ones()([2], 'int64').data]).toEqual([1n, 1n]);
});

it('reads configs of every dialect', () => {
  const read = initializers.get({
    module: 'keras.initializers',
    class_name: 'HeNormal',
    config: { seed: 3, input_axes: null, output_axes: null },
    registered_name: null,
  });
  expect(read!.get_config()).toEqual({ seed: 3 });
});
