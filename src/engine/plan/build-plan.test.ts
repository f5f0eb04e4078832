/** What has a plan, what has none and says why, and in which order variables are read and changed. */
import { describe, expect, test } from 'vitest';
import { GraphBuilder, type Shape, type SymbolicTensor } from '#graph';
import type { DType } from '#tensor';
import type { OptimizerSpec, Program } from '../backend';
import { array, freshState, inference, numbers, sgd, variable } from '../testing';
import { mlp } from '../testing-models';
import { buildPlan, isUncovered } from './build-plan';
import { countOf } from './plan';
import { ReferenceSession, planOf } from './testing-session';

function reasons(program: Program): readonly string[] {
  const plan = buildPlan(program);
  return isUncovered(plan) ? plan.ops : [];
}

/** One input through one op. */
function through(
  body: (g: GraphBuilder, x: SymbolicTensor) => SymbolicTensor,
  shape: Shape = [null, 4],
  dtype: DType = 'float32',
): Program {
  const g = new GraphBuilder();
  const x = g.placeholder('x', { dtype, shape });
  const out = body(g, x);
  return inference(g.build(), [x], [out]);
}

/** Samples in the batch, as the graph counts them. */
function batchOf(g: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  const bounds = { begin_mask: 0, end_mask: 0, shrink_axis_mask: 1 };
  return g.addNode('StridedSlice', [g.addNode('Shape', [x]), [0], [1], [1]], bounds);
}

test.each([1, 7, 32])('what depends on the size of the batch is told for each: %i', (batch) => {
  const program = through((g, x) => {
    const count = batchOf(g, x);
    const is32 = g.addNode('Cast', [g.addNode('Equal', [count, 32])], FLOAT);
    const some = g.addNode('Cast', [g.addNode('Minimum', [count, 10])], FLOAT);
    return is32.mul(100).add(some);
  });
  const session = new ReferenceSession(program, freshState());
  const [out] = session.run([array(new Array<number>(4 * batch).fill(0), [batch, 4])]);
  expect(numbers(out!)).toEqual([(batch === 32 ? 100 : 0) + Math.min(batch, 10)]);
});

const FLOAT = { DstT: { type: 'float32' } } as const;

describe('without a plan', () => {
  test('is an op that has no place in one, by its name', () => {
    expect(reasons(through((g, x) => g.addNode('Prod', [x, [1]])))).toEqual(['Prod']);
  });

  test('are all results that have none, each reason once', () => {
    const program = through((g, x) => g.addNode('Tan', [x]));
    const [out] = program.fetches;
    expect(reasons({ ...program, fetches: [out!, out!] })).toEqual(['Tan']);
  });

  test('are dtypes that floats do not hold', () => {
    expect(reasons(through((_, x) => x.cast('float64')))).toEqual(['Cast of float64']);
    expect(reasons(through((_, x) => x.add(1), [null], 'uint8'))).toEqual(['AddV2 of uint8']);
    const large = through((g, x) => x.add(g.constant(2 ** 24 + 1)), [null], 'int32');
    expect(reasons(large)).toEqual(['whole numbers beyond 2^24']);
  });

  test('are shapes that more than the batch is unknown of', () => {
    const open = through((_, x) => x.exp(), [null, null]);
    expect(reasons(open)).toEqual(['an input of which more than the batch is unknown']);
    const fixed = through((_, x) => x.exp(), [8, 4]);
    expect(reasons(fixed)).toEqual(['an input whose batch has a fixed size']);
    expect(reasons({ ...fixed, isWhole: true })).toEqual([]);
  });

  test('are sizes that only some batches have', () => {
    const firstOnes = through((g, x) => {
      const rows = g.addNode('Minimum', [batchOf(g, x), 64]);
      return g.addNode('Fill', [g.addNode('Pack', [rows]), g.constant(1, 'float32')]);
    });
    expect(reasons(firstOnes)).toEqual(['Fill with sizes that are no multiple of the batch']);
  });

  test('are inputs that may come in different lengths', () => {
    const g = new GraphBuilder();
    const feeds = ['a', 'b'].map((name) =>
      g.placeholder(name, { dtype: 'float32', shape: [null, 2] }),
    );
    const out = g.addNode('ConcatV2', [...feeds, 0]);
    const whole = { ...inference(g.build(), feeds, [out]), isWhole: true };
    expect(reasons(whole)).toEqual(['several inputs of unknown length']);
  });

  test('are whole numbers of any size', () => {
    const program = through((_, x) => x.cast('float32'), [null], 'int64');
    expect(reasons(program)).toEqual([]);
    expect(reasons({ ...program, isWhole: true })).toEqual(['an input of int64']);
  });

  test('are options of optimizers that no engine follows', () => {
    const { program } = mlp({ inputs: 4, hidden: 3, classes: 2, rate: 0 });
    const withOption = (option: string): Program => {
      const optimizer: OptimizerSpec = { className: 'Adam', config: { [option]: true } };
      return { ...program, training: { ...program.training!, optimizer } };
    };
    expect(reasons(withOption('use_ema'))).toEqual(['the optimizer option use_ema']);
    expect(reasons(withOption('amsgrad'))).toEqual(['the optimizer option amsgrad']);
  });

  test('is nothing that no result needs', () => {
    const program = through((g, x) => {
      g.addNode('Tan', [x]);
      return x.exp();
    });
    expect(reasons(program)).toEqual([]);
  });
});

describe('variables', () => {
  /** Counts up by the sum of a batch; fetches and adds up what was there before. */
  function counter() {
    const g = new GraphBuilder();
    const made = variable('counter', []);
    const x = g.placeholder('x', { dtype: 'float32', shape: [null] });
    const before = g.readVariable(made);
    g.assignVariable(made, before.add(x.sum()));
    const program = { ...inference(g.build(), [x], [before]), totals: [before] };
    return new ReferenceSession(program, freshState(array([1], [])));
  }

  test('are read before they are assigned, and fetch leaves them as they are', () => {
    const session = counter();
    const x = array([2, 3]);
    expect(session.fetch([x]).map(numbers)).toEqual([[1]]);
    expect(session.step([x]).map(numbers)).toEqual([[1]]);
    expect(session.run([x]).map(numbers)).toEqual([[6]]);
    expect([...session.variables()[0]!]).toEqual([11]);
  });

  test('may swap their values', () => {
    const g = new GraphBuilder();
    const [a, b] = [variable('a', []), variable('b', [])];
    const [readA, readB] = [g.readVariable(a), g.readVariable(b)];
    g.assignVariable(a, readB);
    g.assignVariable(b, readA);
    const program = inference(g.build(), [], []);
    const session = new ReferenceSession(program, freshState(array([1], []), array([2], [])));
    session.step([]);
    expect(session.variables().map((values) => values[0])).toEqual([2, 1]);
  });

  test('that are assigned change behind all that reads them', () => {
    const { ops } = counter().plan.step;
    expect(ops.at(-1)).toMatchObject({ kind: 'assign' });
  });
});

test('a loss that no variable lowers is told', () => {
  const { program } = mlp({ inputs: 4, hidden: 3, classes: 2, rate: 0 }, sgd(1));
  expect(planOf(program).hasNoGradients).toBe(false);
  const training = { ...program.training!, trainable: [variable('other', [])] };
  const other = {
    ...program,
    graph: { ...program.graph, variables: [...program.graph.variables, ...training.trainable] },
    training,
  };
  expect(planOf(other).hasNoGradients).toBe(true);
});

test('a shape that the batch decides is a number for each sample', () => {
  const g = new GraphBuilder();
  const x = g.placeholder('x', { dtype: 'float32', shape: [null, 2, 3] });
  const batch = g.addNode('Shape', [x]).at(0);
  const shape = g.addNode('Pack', [batch, g.constant(-1)]);
  const flat = g.addNode('Reshape', [x, shape]);
  const plan = planOf(inference(g.build(), [x], [flat, shape]));
  const [reshaped, sizes] = plan.fetch.results;
  expect(reshaped!.shape).toEqual([null, 6]);
  expect(countOf(reshaped!.tensor.count, 7)).toBe(42);
  expect(plan.fetch.ops).toContainEqual(expect.objectContaining({ kind: 'batchSize', factor: 1 }));
  expect(sizes).toMatchObject({ dtype: 'int32', shape: [2] });
});

test('constants that nobody reads are not in the plan', () => {
  const g = new GraphBuilder();
  const x = g.placeholder('x', { dtype: 'float32', shape: [null, 3] });
  const folded = g.addNode('Exp', [g.constant([1, 2, 3], 'float32')]);
  const out = x.mul(folded);
  const { constants } = planOf(inference(g.build(), [x], [out]));
  for (const [first] of constants.values()) expect(first).toBeCloseTo(Math.E, 5);
  expect(constants.size).toBeGreaterThan(0);
});

test('a constant that several routines read is there once', () => {
  const g = new GraphBuilder();
  const x = g.placeholder('x', { dtype: 'float32', shape: [null, 3] });
  const out = x.mul(g.constant(array([1, 2, 3])));
  expect(planOf(inference(g.build(), [x], [out])).constants.size).toBe(1);
});
