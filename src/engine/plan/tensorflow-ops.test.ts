/** What plans compute, op by op, against real TensorFlow (scripts/fixtures/make_engine_fixtures.py). */
import { expect, test } from 'vitest';
import { type AttrValue, GraphBuilder, type GraphVariable, SymbolicTensor } from '#graph';
import fixtures from '../../../tests/fixtures/engine/ops.json?raw';
import type { Program } from '../backend';
import {
  freshState,
  fromJson,
  inference,
  type JsonTensor,
  numbers,
  sgd,
  variable,
} from '../testing';
import { buildPlan, isUncovered } from './build-plan';
import { ReferenceSession } from './testing-session';

interface OpCase {
  readonly title: string;
  readonly op: string;
  readonly inputs: readonly (JsonTensor & { readonly constant: boolean })[];
  readonly attrs: Readonly<Record<string, AttrValue>>;
  readonly index?: number;
  readonly output: JsonTensor;
  readonly weights?: JsonTensor;
  readonly gradients?: readonly (JsonTensor | null)[];
}

const { cases } = JSON.parse(fixtures) as { readonly cases: readonly OpCase[] };
const TOLERANCE = 1e-5;

const forward = cases.filter((at) => !isUncovered(buildPlan(forwardOf(at))));
test.each(forward)('$title computes what TensorFlow computes', (at) => {
  const [result] = new ReferenceSession(forwardOf(at), stateOf(at)).fetch([]);
  expect(result!.dtype).toBe(at.output.dtype);
  expect(result!.shape).toEqual(at.output.shape);
  expectClose(numbers(result!), at.output);
});

const trained = cases.filter((at) => at.gradients && !isUncovered(buildPlan(trainingOf(at))));
test.each(trained)('$title has the gradient that TensorFlow has', (at) => {
  const session = new ReferenceSession(trainingOf(at), stateOf(at));
  session.step([]);
  const after = session.variables();
  const { variables } = build(at);
  variables.forEach(({ path }, i) => {
    const index = Number(path.slice(6));
    const gradient = at.gradients![index];
    if (!gradient) return;
    const before = at.inputs[index]!.data.map(Number);
    expectClose(
      before.map((value, element) => value - after[i]![element]!),
      gradient,
    );
  });
});

test('plans cover every op that layers, losses and metrics are made of', () => {
  const covered = new Set(forward.map(({ op }) => op));
  const wanted =
    'Abs AddV2 All Any ArgMax AvgPool BatchMatMulV2 BiasAdd Cast ConcatV2 Conv2D Cos DepthwiseConv2dNative ' +
    'DivNoNan Elu Equal Erf Exp ExpandDims Floor Greater GreaterEqual Identity LeakyRelu Less LessEqual Log Log1p ' +
    'LogSoftmax LogicalAnd LogicalNot LogicalOr MatMul Max MaxPool Maximum Mean Min Minimum Mul Neg NotEqual OneHot ' +
    'Pack Pad Pow RealDiv Relu Relu6 Reshape Round Rsqrt SelectV2 Selu Sigmoid Sign Sin Slice Softmax Softplus ' +
    'Softsign Sqrt Square SquaredDifference Squeeze StopGradient StridedSlice Sub Sum Tanh Tile Transpose ZerosLike';
  expect(wanted.split(' ').filter((op) => !covered.has(op))).toEqual([]);
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

function forwardOf(at: OpCase): Program {
  const { graph, output } = build(at);
  return inference(graph.build(), [], [output]);
}

/** One step of plain SGD with rate 1 on sum(output * weights). */
function trainingOf(at: OpCase): Program {
  const { graph, output, variables } = build(at);
  const loss = output.mul(fromJson(at.weights!)).sum();
  const hasGradient = (made: GraphVariable) => at.gradients![Number(made.path.slice(6))] !== null;
  const trainable = variables.filter(hasGradient);
  const training = { loss, optimizer: sgd(1), trainable };
  return { graph: graph.build(), feeds: [], fetches: [], totals: [loss], training };
}

function expectClose(actual: readonly number[], expected: JsonTensor): void {
  expect(actual).toHaveLength(expected.data.length);
  expected.data.forEach((word, i) => {
    const value = Number(word);
    if (Object.is(actual[i], value)) return;
    const allowed = TOLERANCE * Math.max(1, Math.abs(value));
    expect(
      Math.abs(actual[i]! - value),
      `element ${i}: ${actual[i]} instead of ${value}`,
    ).toBeLessThanOrEqual(allowed);
  });
}
