/** Every op and gradient against real TensorFlow (scripts/fixtures/make_engine_fixtures.py), on each backend there is. */
import { afterAll, describe, expect, test } from 'vitest';
import { type AttrValue, GraphBuilder, type GraphVariable, SymbolicTensor } from '#graph';
import fixtures from '../../tests/fixtures/engine/ops.json?raw';
import type { BackendId, Engine } from './index';
import { createEngine } from './index';
import {
  firstRows,
  freshState,
  fromJson,
  inference,
  type JsonTensor,
  numbers,
  sgd,
  testableBackends,
  variable,
} from './testing';

interface OpCase {
  readonly title: string;
  readonly op: string;
  readonly inputs: readonly (JsonTensor & { readonly constant: boolean })[];
  readonly attrs: Readonly<Record<string, AttrValue>>;
  /** Which of several outputs the case is about. */
  readonly index?: number;
  readonly output: JsonTensor;
  readonly weights?: JsonTensor;
  readonly gradients?: readonly (JsonTensor | null)[];
}

const { cases } = JSON.parse(fixtures) as { readonly cases: readonly OpCase[] };
const ROWS = firstRows(1);
/** Of numbers around 1. GPUs have approximate sines, exponentials and the like. */
const TOLERANCE: Readonly<Record<BackendId, number>> = {
  cpu: 1e-5,
  wasm: 1e-5,
  webgl: 2e-4,
  webgpu: 2e-4,
};

describe.each(testableBackends())('%s', (id) => {
  const engine = createEngine({ forced: id, onBackend: () => undefined });
  afterAll(() => engine.dispose());

  test.each(cases)('$title computes what TensorFlow computes', async (at) => {
    const { graph, output, variables } = build(at);
    const program = inference(graph.build(), [], [output]);
    const { session } = await engine.open(program, stateOf(at), 1);
    session.bind([]);
    const [result] = await session.fetch(ROWS);
    session.close();
    expect(variables).toHaveLength(at.inputs.filter(({ constant }) => !constant).length);
    expect(output.dtype).toBe(at.output.dtype);
    expect(output.shape).toEqual(at.output.shape);
    expect(result!.dtype).toBe(at.output.dtype);
    expect(result!.shape).toEqual(at.output.shape);
    expectClose(numbers(result!), at.output, TOLERANCE[id]);
  });

  const trained = cases.filter((at) => at.gradients);
  test.each(trained)('$title has the gradient that TensorFlow has', async (at) => {
    const after = await trainOnce(engine, at);
    at.gradients!.forEach((gradient, index) => {
      if (!gradient) return;
      const before = at.inputs[index]!.data.map(Number);
      const moved = after.get(index)!;
      expectClose(
        before.map((value, i) => value - moved[i]!),
        gradient,
        TOLERANCE[id],
      );
    });
  });
});

function build(at: OpCase) {
  const graph = new GraphBuilder();
  const variables: GraphVariable[] = [];
  const inputs = at.inputs.map((input, index) => {
    if (input.constant) return graph.constant(fromJson(input));
    const made = variable(`input_${index}`, input.shape, input.dtype);
    variables.push(made);
    return graph.readVariable(made);
  });
  const { node } = graph.addNode(at.op, inputs, at.attrs);
  return { graph, variables, output: new SymbolicTensor(graph, node, at.index) };
}

function stateOf(at: OpCase) {
  return freshState(...at.inputs.filter(({ constant }) => !constant).map(fromJson));
}

/** One step of plain SGD with rate 1 on sum(output * weights); the inputs afterwards, by index. */
async function trainOnce(engine: Engine, at: OpCase): Promise<Map<number, number[]>> {
  const { graph, output, variables } = build(at);
  const loss = output.mul(fromJson(at.weights!)).sum();
  const hasGradient = (made: GraphVariable) => at.gradients![Number(made.path.slice(6))] !== null;
  const trainable = variables.filter(hasGradient);
  const program = {
    graph: graph.build(),
    feeds: [],
    fetches: [],
    totals: [loss],
    training: { loss, optimizer: sgd(1), trainable },
  };
  const { session } = await engine.open(program, stateOf(at), 1);
  session.bind([]);
  await session.step(ROWS);
  const state = await session.readState();
  session.close();
  return new Map(
    variables.map((made, i) => [Number(made.path.slice(6)), numbers(state.variables[i]!)]),
  );
}

function expectClose(actual: readonly number[], expected: JsonTensor, tolerance: number): void {
  expected.data.forEach((value, i) => {
    if (Object.is(actual[i], Number(value))) return;
    const error = Math.abs(actual[i]! - Number(value));
    const allowed = tolerance * Math.max(1, Math.abs(Number(value)));
    expect(error, `element ${i}: ${actual[i]} instead of ${Number(value)}`).toBeLessThanOrEqual(
      allowed,
    );
  });
  expect(actual).toHaveLength(expected.data.length);
}
