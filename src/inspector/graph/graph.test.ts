import { create } from '@bufbuild/protobuf';
import {
  DataType,
  FunctionDefSchema,
  MetaGraphDefSchema,
  NodeDefSchema,
  type MetaGraphDef,
} from '#formats/saved-model/schema';
import type { GraphRequest } from '#protocol';
import { expect, test } from 'vitest';
import { graphSource } from './index';

type Op = readonly [name: string, op: string, ...inputs: string[]];

const nodes = (ops: readonly Op[]) =>
  ops.map(([name, op, ...input]) => create(NodeDefSchema, { name, op, input }));

/** A graph in TensorFlow 1's manner: nodes and a signature from `x` to the last of them. */
function meta(ops: readonly Op[]): MetaGraphDef {
  const last = ops.at(-1)![0];
  return create(MetaGraphDefSchema, {
    graphDef: { node: nodes(ops) },
    signatureDef: {
      run: {
        inputs: { pixels: { encoding: { case: 'name', value: 'x:0' }, dtype: DataType.DT_FLOAT } },
        outputs: { scores: { encoding: { case: 'name', value: `${last}:0` } } },
      },
    },
  });
}

const draw = (ops: readonly Op[], expanded: GraphRequest['expanded'] | 'some' = 'all') =>
  graphSource(meta(ops)).draw({
    graph: 'endpoint:run',
    expanded: expanded === 'some' ? undefined : expanded,
  });

const X: Op = ['x', 'Placeholder'];

test('ops that nobody knows are drawn, and only what the endpoint needs', async () => {
  const drawn = await draw([X, ['aside', 'Wonder', 'x'], ['y', 'MyCustomOp', 'x']]);
  expect(drawn.boxes.map(({ kind, title }) => [kind, title])).toEqual([
    ['input', 'pixels'],
    ['op', 'MyCustomOp'],
    ['output', 'scores'],
  ]);
  expect(drawn.edges.map(({ from, to }) => [from, to])).toEqual([
    ['input:x', 'node:y'],
    ['node:y', 'output:0'],
  ]);
});

test('constants, variables and what hands them on are rows of the ops that take them', async () => {
  const drawn = await draw([
    X,
    ['dense/kernel', 'VariableV2'],
    ['dense/kernel/read', 'Identity', 'dense/kernel'],
    ['axis', 'Const'],
    ['y', 'MatMul', 'x', 'dense/kernel/read', 'axis'],
  ]);
  const product = drawn.boxes.find(({ title }) => title === 'MatMul');
  expect(product!.rows.map(({ label }) => label)).toEqual(['kernel', 'axis']);
  expect(drawn.boxes).toHaveLength(3);
  expect(drawn.notice).toContain('3 constants');
});

test('a circle, as in the loops of TensorFlow 1, does not hang', async () => {
  const drawn = await draw([
    X,
    ['a', 'Merge', 'x', 'b'],
    ['b', 'NextIteration', 'a'],
    ['y', 'Exit', 'a'],
  ]);
  expect(drawn.boxes).toHaveLength(5);
});

test('arrows to and from a closed scope are joined', async () => {
  const ops: Op[] = [
    X,
    ['s/a', 'Relu', 'x'],
    ['s/b', 'Abs', 'x'],
    ['s/c', 'Add', 's/a', 's/b'],
    ['y', 'Neg', 's/c'],
  ];
  const closed = await draw(ops, []);
  expect(closed.boxes.map(({ id }) => id)).toEqual(['input:x', 'scope:s', 'node:y', 'output:0']);
  expect(closed.edges).toHaveLength(3);
  expect(closed.boxes[1]).toMatchObject({ title: 's', subtitle: '3 ops' });
});

test('each box stands below what it takes from', async () => {
  const drawn = await draw([X, ['a', 'Relu', 'x'], ['b', 'Abs', 'a'], ['y', 'Add', 'a', 'b']]);
  const at = new Map(drawn.boxes.map((box) => [box.id, box]));
  for (const { from, to } of drawn.edges) {
    expect(at.get(from)!.y + at.get(from)!.height).toBeLessThanOrEqual(at.get(to)!.y);
  }
});

/** A chain through this many ops. */
function chain(length: number, name: (at: number) => string): Op[] {
  const ops: Op[] = [X];
  for (let at = 0; at < length; at++) ops.push([name(at), 'Relu', ops.at(-1)![0]]);
  return ops;
}

test('a chain of two thousand ops is drawn', async () => {
  const drawn = await draw(chain(1990, (at) => `n${at}`));
  expect(drawn.boxes).toHaveLength(1992);
  const ys = drawn.boxes.map(({ y }) => y);
  expect(new Set(ys).size).toBe(1992);
});

test('beyond two thousand boxes only closed scopes are drawn, and it says so', async () => {
  const drawn = await draw(chain(5000, (at) => `layer${Math.floor(at / 50)}/n${at}`));
  expect(drawn.boxes.filter(({ kind }) => kind === 'scope')).toHaveLength(100);
  expect(drawn.notice).toMatch(/^5,002 boxes are more than the 2,000/);
  const flat = await draw(chain(5000, (at) => `n${at}`));
  expect(flat.boxes).toEqual([]);
  expect(flat.notice).toContain('are more than');
});

test('inputs and arrows count as well as ops', async () => {
  const inputs = Array.from({ length: 2500 }, (_, at): Op => [`p${at}`, 'Placeholder']);
  const wide = await draw([...inputs, ['y', 'AddN', ...inputs.map(([name]) => name)]]);
  expect([wide.boxes, wide.notice.slice(0, 11)]).toEqual([[], '2,502 boxes']);
  const dense = chain(200, (at) => `n${at}`).map((op, at, all): Op =>
    at === 0 ? op : [op[0], 'AddN', ...all.slice(0, at).map(([name]) => name)],
  );
  const drawn = await draw(dense);
  expect([drawn.edges, drawn.notice.slice(0, 13)]).toEqual([[], '20,101 arrows']);
});

test('a tangle of arrows is stacked in rows, each box below all that it takes from', async () => {
  const ops = chain(300, (at) => `n${at}`).map((op, at): Op =>
    at < 2 ? op : [op[0], 'AddN', `n${at - 2}`, 'x'],
  );
  const drawn = await draw(ops);
  expect(drawn.edges.every(({ points }) => points.length === 2)).toBe(true);
  const at = new Map(drawn.boxes.map(({ id, y }) => [id, y]));
  expect(drawn.edges.every(({ from, to }) => at.get(from)! < at.get(to)!)).toBe(true);
});

test('scopes are opened without being asked for while that gives few boxes', async () => {
  const drawn = await draw(
    chain(100, (at) => `model/layer${Math.floor(at / 10)}/n${at}`),
    'some',
  );
  expect(drawn.expanded).toContain('scope:model');
  expect(drawn.boxes.length).toBeLessThanOrEqual(42);
  expect(drawn.boxes.some(({ kind }) => kind === 'scope')).toBe(true);
});

test('a function that calls itself is not unwrapped for ever', async () => {
  const call = create(NodeDefSchema, {
    name: 'call',
    op: 'PartitionedCall',
    input: ['x'],
    attr: { f: { value: { case: 'func', value: { name: 'again' } } } },
  });
  const again = create(FunctionDefSchema, {
    signature: { name: 'again', inputArg: [{ name: 'x' }], outputArg: [{ name: 'y' }] },
    nodeDef: [call],
    ret: { y: 'call:output:0' },
  });
  const source = meta([X, ['call', 'PartitionedCall', 'x']]);
  source.graphDef!.node[1] = call;
  source.graphDef!.library = create(MetaGraphDefSchema, {
    graphDef: { library: { function: [again] } },
  }).graphDef!.library;
  const drawn = await graphSource(source).draw({ graph: 'endpoint:run', expanded: undefined });
  expect(drawn.boxes.map(({ kind }) => kind)).toEqual(['input', 'call', 'output']);
});

test('what a node refers to and is not there is said', () => {
  const source = graphSource(meta([X, ['y', 'Add', 'x', 'gone:1', '^also_gone']]));
  expect(source.node('endpoint:run', 'node:y').inputs).toEqual([
    { name: 'x', text: 'Placeholder pixels' },
    { name: 'gone:1', text: 'not in the graph' },
    { name: '^also_gone', text: 'has to come first' },
  ]);
  expect(() => source.node('endpoint:run', 'node:none')).toThrow('There is no node');
});
