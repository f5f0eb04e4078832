import { expect, test } from 'vitest';
import { GraphBuilder, graft, type GraphVariable } from '.';

function variable(path: string, trainable = true): GraphVariable {
  return { path, shape: [2], dtype: 'float32', trainable };
}

/** `y = split(x * w)`, and a counter that grows. */
function source() {
  const builder = new GraphBuilder();
  const x = builder.placeholder('x', { dtype: 'float32', shape: [null, 2] });
  const w = variable('w');
  const y = builder.addNode('Mul', [x, w], {}, 'scope/Mul');
  builder.assignVariable(w, builder.readVariable(w).add(1));
  return { graph: builder.build(), x, y, w };
}

test('nodes keep their names, shapes come from the new inputs and taken names are numbered', () => {
  const { graph, x, y } = source();
  const builder = new GraphBuilder();
  const fed = builder.placeholder('image', { dtype: 'float32', shape: [5, 2] });
  const once = graft(builder, graph, new Map([[x.node, fed]]))(y);
  const twice = graft(builder, graph, new Map([[x.node, once]]))(y);
  expect([once.node.name, once.shape]).toEqual(['scope/Mul', [5, 2]]);
  expect(twice.node.name).toBe('scope/Mul_1');
  expect(twice.node.inputs[0]!.node).toBe(once.node);
});

test('variables are replaced where they are read and where they are assigned', () => {
  const { graph, x, y, w } = source();
  const mine = variable('mine', false);
  const builder = new GraphBuilder();
  const fed = builder.placeholder('x', { dtype: 'float32', shape: [null, 2] });
  graft(builder, graph, new Map([[x.node, fed]]), new Map([[w, mine]]))(y);
  const built = builder.build();
  expect(built.variables).toEqual([mine]);
  expect(built.nodes.filter((node) => node.op === 'AssignVariableOp')).toHaveLength(1);
});

test('a placeholder without a feed, and one of another dtype, is named', () => {
  const { graph, x } = source();
  const builder = new GraphBuilder();
  expect(() => graft(builder, graph, new Map())).toThrow('The placeholder x was given no tensor.');
  const bytes = builder.placeholder('bytes', { dtype: 'uint8', shape: [null, 2] });
  expect(() => graft(builder, graph, new Map([[x.node, bytes]]))).toThrow(
    'The placeholder x takes tensors of dtype float32, but was given uint8.',
  );
});
