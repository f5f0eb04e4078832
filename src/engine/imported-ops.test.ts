/** What graphs from files may do that graphs traced here do not. */
import { afterAll, describe, expect, test } from 'vitest';
import { GraphBuilder, OPS as DECLARED, SymbolicTensor } from '#graph';
import { createEngine } from './index';
import { array, firstRows, freshState, inference, numbers, sgd, variable } from './testing';
import { OPS, SOURCES } from './tfjs/ops';

const engine = createEngine({ forced: 'cpu', onBackend: () => undefined });
afterAll(() => engine.dispose());

test('every op that is declared has a kernel, and every kernel a declaration', () => {
  const kernels = [...Object.keys(OPS), ...SOURCES];
  expect(kernels.sort()).toEqual([...DECLARED.keys()].sort());
});

describe('random numbers', () => {
  /** Two runs of a vector of random numbers. */
  async function draw(make: (g: GraphBuilder, length: SymbolicTensor) => SymbolicTensor) {
    const g = new GraphBuilder();
    const output = make(g, g.constant([20_000]));
    const { session } = await engine.open(inference(g.build(), [], [output]), freshState(), 1);
    const runs = [await session.run([]), await session.run([])];
    session.close();
    const [first, second] = runs.map(([values]) => numbers(values!));
    expect(first).not.toEqual(second);
    return first!;
  }

  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
  const deviation = (values: readonly number[]) =>
    Math.sqrt(mean(values.map((value) => value ** 2)) - mean(values) ** 2);

  /** As Keras's dropout exports: a key and a counter from a seed, then the numbers. */
  const keyed = (op: string, attrs = {}) => {
    return (g: GraphBuilder, length: SymbolicTensor) => {
      const { node } = g.addNode('StatelessRandomGetKeyCounter', [[7, 8]]);
      const [key, counter] = [0, 1].map((index) => new SymbolicTensor(g, node, index));
      return g.addNode(op, [length, key!, counter!, 1], attrs);
    };
  };

  test('are uniform in [0, 1) and other ones in each run', async () => {
    const values = await draw(keyed('StatelessRandomUniformV2'));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(mean(values)).toBeCloseTo(0.5, 1);
    expect(deviation(values)).toBeCloseTo(Math.sqrt(1 / 12), 2);
  });

  test('are normal', async () => {
    const values = await draw(keyed('StatelessRandomNormalV2'));
    expect(mean(values)).toBeCloseTo(0, 1);
    expect(deviation(values)).toBeCloseTo(1, 1);
    const beyond = values.filter((value) => Math.abs(value) > 2).length / values.length;
    expect(beyond).toBeCloseTo(0.0455, 2);
  });

  test('are cut off at two deviations', async () => {
    const attrs = { dtype: { type: 'float32' } } as const;
    const values = await draw((g, length) => g.addNode('TruncatedNormal', [length], attrs));
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(2);
    expect(values.filter((value) => value === 0).length).toBeLessThan(10);
    expect(deviation(values)).toBeCloseTo(0.88, 1);
  });

  test('are whole numbers of a range', async () => {
    const values = await draw((g, length) => g.addNode('RandomUniformInt', [length, 3, 6]));
    expect(new Set(values)).toEqual(new Set([3, 4, 5]));
  });
});

describe('a clear error for', () => {
  /** Runs y = make(x) for a vector x. */
  async function run(
    make: (g: GraphBuilder, x: SymbolicTensor) => SymbolicTensor,
    values: readonly number[],
  ) {
    const g = new GraphBuilder();
    const x = g.placeholder('x', { dtype: 'float32', shape: [null] });
    const output = make(g, x);
    const { session } = await engine.open(inference(g.build(), [x], [output]), freshState(), 1);
    try {
      return await session.run([array(values)]);
    } finally {
      session.close();
    }
  }

  test('shapes that turn out not to fit', async () => {
    const added = run((g, x) => x.add(g.constant([1, 2, 3], 'float32')), [1, 2]);
    await expect(added).rejects.toMatchObject({
      name: 'ValueError',
      message: 'Dimensions must be equal, but are 2 and 3 (AddV2, AddV2).',
    });
  });

  test('a result that would not fit into memory', async () => {
    const long = Array.from({ length: 20_000 }, () => 1);
    const outer = run((_, x) => x.expand_dims(1).mul(x), long);
    await expect(outer).rejects.toThrow(
      'A tensor of shape [20000,20000] has more than the 268435456 elements that fit here (Mul, Mul).',
    );
  });

  test('a length that is computed from the input', async () => {
    const filled = run((g, x) => g.addNode('Fill', [x.astype('int32'), 1]), [2, 3]);
    await expect(filled).rejects.toThrow('Input 0 of Fill must be known before the graph runs');
  });

  test('training through an op without a gradient here, by its name', async () => {
    const g = new GraphBuilder();
    const weight = variable('w', [3]);
    const mirrored = g.addNode('MirrorPad', [weight, [[1, 1]]], { mode: 'REFLECT' });
    const loss = mirrored.sum();
    const training = { loss, optimizer: sgd(1), trainable: [weight] };
    const program = { ...inference(g.build(), [], []), training };
    const { session } = await engine.open(program, freshState(array([1, 2, 3])), 1);
    session.bind([]);
    await expect(session.step(firstRows(1))).rejects.toMatchObject({
      name: 'NotImplementedError',
      message: 'MirrorPad has no gradient for its input 0.',
    });
    session.close();
  });
});

test('a batch of nothing gives results of nothing', async () => {
  const g = new GraphBuilder();
  const x = g.placeholder('x', { dtype: 'float32', shape: [null, 2] });
  const output = x.matmul(g.constant([[1], [2]], 'float32')).exp();
  const { session } = await engine.open(inference(g.build(), [x], [output]), freshState(), 1);
  expect((await session.run([array([], [0, 2])]))[0]!.shape).toEqual([0, 1]);
  session.close();
});
