/** Numbers at the edges, and products of uncommon sizes, against the plain executor. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GraphBuilder } from '#graph';
import { probeAdapter } from '../adapter';
import { planCase } from '../plan/testing-case';
import { ReferenceSession } from '../plan/testing-session';
import { array, firstRows, freshState, inference, numbers } from '../testing';
import type { WebgpuBackend } from './backend';
import { startWebgpu } from './index';

const SHADERS_TIMEOUT = 120_000;
const TOLERANCE = 1e-4;

let backend: WebgpuBackend;

beforeAll(async () => {
  backend = await startWebgpu(await probeAdapter());
}, SHADERS_TIMEOUT);
afterAll(() => backend.dispose());

const EDGES = [NaN, -200, -90, -12, -1e-4, 0, 1e-4, 12, 90, 200];
const FUNCTIONS =
  'Relu Relu6 LeakyRelu Elu Selu Sigmoid Tanh Softplus Softsign Square Abs Neg'.split(' ');

/** The function's values at the edges. */
async function atEdges(op: string, second: readonly number[] = []): Promise<number[]> {
  const g = new GraphBuilder();
  const x = g.placeholder('x', { dtype: 'float32', shape: [null] });
  const out = g.addNode(op, [x, ...second.map((value) => g.constant(value, 'float32'))]);
  const program = inference(g.build(), [x], [out]);
  const session = await backend.open(program, freshState(), 1);
  const feeds = [array(EDGES)];
  session.bind(feeds);
  const [values] = await session.fetch(firstRows(EDGES.length));
  session.close();
  const expected = numbers(new ReferenceSession(program, freshState()).fetch(feeds)[0]!);
  const actual = numbers(values!);
  actual.forEach((value, i) => {
    const off = Math.abs(value - expected[i]!) / Math.max(Math.abs(expected[i]!), 1e-30);
    const isSame = Object.is(value + 0, expected[i]! + 0);
    expect(isSame || off < TOLERANCE, `${op}(${EDGES[i]}) = ${value}, not ${expected[i]}`).toBe(
      true,
    );
  });
  return actual;
}

test.each(FUNCTIONS)('%s at the edges, and NaN stays NaN', async (op) => {
  expect((await atEdges(op))[0]).toBeNaN();
});

test.each(['Maximum', 'Minimum'])('%s keeps NaN', async (op) => {
  expect((await atEdges(op, [1]))[0]).toBeNaN();
});

const PRODUCTS = [
  [1, 33],
  [2, 40],
  [9, 33],
  [70, 33],
  [3000, 30],
  [2500, 64],
] as const;

test.each(PRODUCTS)(
  'a layer of %i inputs and %i units, trained by a step',
  async (inputs, units) => {
    const { program, state, feeds } = planCase('layer', (b) => {
      const product = b.op('MatMul', [b.input(inputs), b.weight(inputs, units)]);
      const hidden = b.op('Relu', [b.op('BiasAdd', [product, b.weight(units)])]);
      return b.op('MatMul', [hidden, b.weight(units, 5)]);
    });
    const session = await backend.open(program, state, 1);
    const plain = new ReferenceSession(program, state);
    session.bind(feeds);
    await session.step(firstRows(3));
    plain.step(feeds);
    const { variables } = await session.readState();
    variables.forEach((value, i) => {
      const expected = plain.variables()[i]!;
      numbers(value).forEach((number, at) => expect(number).toBeCloseTo(expected[at]!, 3));
    });
    session.close();
  },
  SHADERS_TIMEOUT,
);
