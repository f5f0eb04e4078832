import { describe, expect, it } from 'vitest';
import type { GraphNode } from '#graph';
import { createLearnerScope } from '..';
import { bindSignature } from './function-type';
import type { Callable } from './parameters';
import { traceFunction } from './trace';

const { keras, layers, np, tf } = createLearnerScope();
const row = tf.TensorSpec([null, 4]);

function traced(fn: Callable, signature: Parameters<typeof bindSignature>[1]) {
  return traceFunction(fn, bindSignature(fn, signature), 'serve');
}

function ops(nodes: readonly GraphNode[]): string[] {
  return nodes.map(({ op }) => op).filter((op) => op !== 'Const');
}

describe('inputs', () => {
  const keys = (fn: Callable, signature: Parameters<typeof bindSignature>[1]) =>
    traced(fn, signature).inputs.map(({ key, spec }) => `${key}${spec.shape[1]}`);

  it('are called as the specs are, else as the parameters', () => {
    const named = tf.TensorSpec([null, 3], { name: 'image' });
    expect(keys((x, y) => [x, y], [row, named])).toEqual(['x4', 'image3']);
  });

  it('that share a name are numbered, dicts in the order of their keys', () => {
    const three = tf.TensorSpec([null, 3]);
    const b = tf.TensorSpec([null, 2], { name: 'b' });
    expect(keys((xs: never) => xs, [{ b: row, a: three }])).toEqual(['xs3', 'xs_14']);
    expect(keys((a, xs, b) => [a, b, ...(xs as [])], [row, [three, b], row])).toEqual([
      'a4',
      'xs3',
      'b2',
      'b_14',
    ]);
  });

  it('of any function are called args_0, args_1', () => {
    expect(keys((...args) => args, [row, row])).toEqual(['args_04', 'args_14']);
  });

  it('keep characters that a name of a tensor cannot have out of it', () => {
    expect(keys((x) => x, [tf.TensorSpec([null, 4], { name: '1a/b' })])).toEqual(['arg_1a_b4']);
    expect(() => keys((x) => x, [tf.TensorSpec([null, 4], { name: 'a b' })])).toThrow(
      "Got non-flat/non-unique argument names for SavedModel signature 'serve'",
    );
  });

  it('have to be as many as the parameters', () => {
    expect(() => keys((x, y) => [x, y], [row])).toThrow(
      'input_signature missing type constraint for y',
    );
    expect(() => keys((x) => x, [row, row])).toThrow(
      'input_signature contains 1 extra type constraints.',
    );
    expect(() => keys((x) => x, row as never)).toThrow(
      "input_signature must be either a tuple or a list, got <class 'TensorSpec'>.",
    );
    expect(() => keys((x) => x, [3 as never])).toThrow(
      "Unsupported x=3 of the type (<class 'int'>). Supported types are: `keras.InputSpec`, `keras.KerasTensor` and backend tensor.",
    );
  });

  it('may be described by tensors, whose batch is left open', () => {
    const [array] = traced((x) => x, [np.ones([2, 5])]).inputs;
    expect(array!.spec).toEqual({ dtype: 'float32', shape: [null, 5] });
    const [symbol] = traced((x) => x, [layers.Input({ shape: [3], name: 'pixels' })]).inputs;
    expect([symbol!.key, symbol!.spec.shape]).toEqual(['pixels', [null, 3]]);
  });
});

describe('results', () => {
  it('may be numbers, arrays and variables, which become tensors', () => {
    const variable = keras.Variable([1, 2]);
    const { outputs, graph } = traced((x) => [x, 3, np.ones([2]), variable], [row]);
    const tensors = outputs as unknown as { dtype: string; shape: unknown }[];
    expect(tensors.map(({ dtype }) => dtype)).toEqual(['float32', 'int32', 'float32', 'int32']);
    expect(graph.variables).toEqual([variable]);
  });

  it('that are no tensors are named', () => {
    expect(() => traced(() => undefined, [])).toThrow(
      "Got a non-Tensor value None for key 'output_0' in the output of the function __inference_<lambda> used to generate the SavedModel signature 'serve'.",
    );
    expect(() => traced((x) => ({ a: { b: x } }), [row])).toThrow(
      "Got a non-Tensor value {'b': <tf.Tensor 'x:0' shape=(None, 4) dtype=float32>} for key 'a'",
    );
    expect(() => traced(async (x) => x, [row])).toThrow('returned a promise, not a tensor');
  });

  it('leave out what does not lead to them, but never an input', () => {
    const { graph } = traced((x: never, y: never) => [tf.exp(x), tf.abs(y)][0], [row, row]);
    expect(ops(graph.nodes)).toEqual(['Placeholder', 'Placeholder', 'Exp']);
  });
});

describe('dropout and batch normalisation in a traced function', () => {
  const model = keras.Sequential([
    layers.Input({ shape: [4] }),
    layers.Dropout(0.5),
    layers.BatchNormalization(),
  ]);
  const kinds = (fn: Callable) => {
    const found = ops(traced(fn, [row]).graph.nodes);
    return ['RandomUniform', 'AssignVariableOp'].filter((op) => found.includes(op));
  };

  it('stay alive where training is true', () => {
    const alive = ['RandomUniform', 'AssignVariableOp'];
    expect(kinds((x: never) => model(x, { training: true }))).toEqual(alive);
    expect(kinds((x: never) => model.call(x, { training: true }))).toEqual(alive);
  });

  it('rest where training is false, and where it is left out, as in Keras', () => {
    expect(kinds((x: never) => model(x, { training: false }))).toEqual([]);
    expect(kinds((x: never) => model(x))).toEqual([]);
    expect(kinds((x: never) => model.call(x))).toEqual([]);
    expect(kinds(model.call as Callable)).toEqual([]);
    expect(kinds(model as Callable)).toEqual([]);
  });
});
