import { expect, test } from 'vitest';
import type { LiteGraph, LiteOp, LiteTensor } from './graph';
import { GraphEditor } from './editor';
import { joinNames } from './names';
import { bypass, replaceBy, rewrite } from './rewrite';

const tensor = (name: string): LiteTensor => ({
  name,
  shape: [2],
  signature: [2],
  dtype: 'float32',
});

const op = (code: LiteOp['code'], inputs: readonly LiteTensor[], output: LiteTensor): LiteOp => ({
  code,
  inputs,
  outputs: [output],
  sources: [output.name],
});

/** x → SIN a → COS b → NEG c; the outputs are those named. */
function chain(...names: readonly ('a' | 'b' | 'c')[]) {
  const [x, a, b, c] = ['x', 'a', 'b', 'c'].map(tensor) as [
    LiteTensor,
    LiteTensor,
    LiteTensor,
    LiteTensor,
  ];
  const ops = [op('SIN', [x], a), op('COS', [a], b), op('NEG', [b], c)];
  const outputs = names.map((name) => ({ key: name, tensor: { a, b, c }[name] }));
  const graph: LiteGraph = { inputs: [{ key: 'x', tensor: x }], ops, outputs };
  return { graph, x, a, b, c };
}

const codes = ({ ops }: LiteGraph) => ops.map(({ code }) => code);

test('what no output depends on is not there; the rest is the graph itself', () => {
  const { graph } = chain('c');
  expect(new GraphEditor(graph).graph()).toBe(graph);
  expect(codes(new GraphEditor(chain('b').graph).graph())).toEqual(['SIN', 'COS']);
});

test('an output, and a tensor that one op reads twice, are used more than once', () => {
  const { graph, a, b, c } = chain('b', 'c');
  const twice = { ...graph, ops: [...graph.ops.slice(0, 1), op('MUL', [a, a], b), graph.ops[2]!] };
  const editor = new GraphEditor(twice);
  expect([a, b, c].map((each) => editor.hasOneUse(each))).toEqual([false, false, false]);
  expect(new GraphEditor(graph).hasOneUse(a)).toBe(true);
});

test('several ops take the place of one, in its place', () => {
  const { graph, a, b } = chain('c');
  const [middle, result] = [tensor('middle'), tensor('result')];
  const rewritten = rewrite(graph, (each) =>
    each.code === 'COS'
      ? replaceBy(each, op('ABS', [a], middle), op('EXP', [middle], result))
      : undefined,
  );
  expect(codes(rewritten)).toEqual(['SIN', 'ABS', 'EXP', 'NEG']);
  expect(rewritten.ops[3]!.inputs).toEqual([result]);
  expect(rewritten.ops.some(({ inputs }) => inputs.includes(b))).toBe(false);
});

test('ops whose results lose their last reader go, up to the first that others read', () => {
  const { graph, x } = chain('a', 'c');
  const rewritten = rewrite(graph, (each) => (each.code === 'NEG' ? bypass(each, x) : undefined));
  expect(codes(rewritten)).toEqual(['SIN']);
  expect(rewritten.outputs[1]!.tensor).toBe(x);
});

test('the graph that is given stays as it was', () => {
  const { graph, x } = chain('c');
  rewrite(graph, (each) => (each.code === 'COS' ? bypass(each, x) : undefined));
  expect(codes(graph)).toEqual(['SIN', 'COS', 'NEG']);
});

test('a rule is tried again on what it made, and producers are known in between', () => {
  const { graph, x } = chain('c');
  const rewritten = rewrite(graph, (each, around) => {
    const before = around.producer(each.inputs[0]);
    return before && { ops: [{ ...each, inputs: before.inputs }], instead: [] };
  });
  expect(codes(rewritten)).toEqual(['NEG']);
  expect(rewritten.ops[0]!.inputs).toEqual([x]);
});

test('names are joined without repetition', () => {
  expect(joinNames('add;mul', 'conv', 'mul;shift')).toBe('add;mul;conv;shift');
});
