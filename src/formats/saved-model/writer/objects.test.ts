import { expect, test } from 'vitest';
import { decodeMessage } from '#containers/protobuf';
import { readSavedModel } from '../reader';
import { TrackableObjectGraphSchema, type StructuredValue } from '../schema';
import { Written } from './testing';
import { archive, Classifier, exported, nested } from './testing-sources';

/** `(list[second: 1[-1,3], …])`: a structured value in few signs. */
function print({ kind }: StructuredValue): string {
  switch (kind.case) {
    case 'tensorSpecValue': {
      const { name, dtype, shape } = kind.value;
      return `${name}: ${dtype}[${shape!.dim.map(({ size }) => size)}]`;
    }
    case 'tupleValue':
      return `(${kind.value.values.map(print).join(', ')})`;
    case 'listValue':
      return `[${kind.value.values.map(print).join(', ')}]`;
    case 'dictValue': {
      const { fields } = kind.value;
      const keys = Object.keys(fields).sort();
      return `{${keys.map((key) => `${key} = ${print(fields[key]!)}`).join(', ')}}`;
    }
    case 'namedTupleValue':
      return kind.value.values.map(({ key, value }) => `${key}=${print(value!)}`).join(' ');
    default:
      return kind.case === 'stringValue' ? kind.value : 'None';
  }
}

const names = (children: readonly { readonly localName: string }[]) =>
  children.map(({ localName }) => localName);

test('the root has the collections, the endpoints by name, and the signatures in their order', () => {
  const written = new Written(archive());
  expect(names(written.object().children)).toEqual([
    'variables',
    'trainable_variables',
    'non_trainable_variables',
    '_all_variables',
    '_misc_assets',
    'alive',
    'both',
    'doubled',
    'listed',
    'serve',
    'serve_raw',
    'signatures',
  ]);
  expect(names(written.object('signatures').children)).toEqual([
    'serve_raw',
    'serve',
    'listed',
    'alive',
    'doubled',
    'both',
    'serving_default',
  ]);
});

test('a variable is one object in all lists but the copied one', () => {
  const written = new Written(exported());
  expect(written.object('trainable_variables', '4')).toBe(written.object('variables', '6'));
  expect(written.object('non_trainable_variables', '0')).toBe(written.object('variables', '4'));
  expect(written.object('_all_variables', '0')).not.toBe(written.object('variables', '0'));
  expect(written.object('_all_variables', '4').kind).toMatchObject({
    case: 'variable',
    value: { name: 'net/norm/moving_mean', trainable: false, dtype: 1 },
  });
});

test('functions are bound to variables in the order in which they read them', () => {
  const model = new Classifier();
  const written = new Written(exported(model));
  const { concreteFunctions, nodes } = written.meta.objectGraphDef!;
  expect(Object.keys(concreteFunctions)).toHaveLength(3);
  for (const [name, { boundInputs }] of Object.entries(concreteFunctions)) {
    const fn = written.functions.find(({ signature }) => signature!.name === name)!;
    const handles = fn.signature!.inputArg.slice(1).map(({ handleData }) => handleData[0]!.shape);
    const bound = boundInputs.map((id) => nodes[id]!.kind);
    expect(bound.map(({ value }) => (value as { shape: unknown }).shape)).toEqual(handles);
    expect(bound.map(({ value }) => (value as { name: string }).name)).toEqual(
      [
        model.kernel,
        model.bias,
        model.variance,
        model.gamma,
        model.mean,
        model.beta,
        model.outKernel,
        model.outBias,
      ].map(({ path }) => path),
    );
  }
});

test('an endpoint takes its arguments as they nest, its signature takes them by key', () => {
  const written = new Written(nested('list'));
  const { concreteFunctions } = written.meta.objectGraphDef!;
  const printed = Object.entries(concreteFunctions).map(([name, fn]) => [
    name.replace(/_\d+$/, ''),
    print(fn.canonicalizedInputSignature!),
    print(fn.outputSignature!),
  ]);
  const inputs = 'first = first: 1[-1,2], second = second: 1[-1,3]';
  const outputs = 'output_0 = output_0: 1[-1,2], output_1 = output_1: 1[-1,5]';
  expect(printed.sort()).toEqual([
    [
      '__inference___call__',
      '(([second: 1[-1,3], first: 1[-1,2]]), {})',
      '[tensor_0: 1[-1,2], tensor_1: 1[-1,5]]',
    ],
    ['__inference_signature_wrapper___call__', `((), {${inputs}})`, `{${outputs}}`],
    ['__inference_signature_wrapper___call__', `((), {${inputs}})`, `{${outputs}}`],
  ]);
});

test('a dict as the argument is flattened by its keys', () => {
  const written = new Written(nested('dict'));
  const { signature } = written.fn('__inference___call__');
  expect(signature!.inputArg.map(({ name }) => name).slice(0, 2)).toEqual(['first', 'second']);
});

test('functions say how they may be called', () => {
  const written = new Written(archive());
  const { value: both } = written.object('both').kind;
  expect(both).toMatchObject({ functionSpec: { isMethod: false } });
  const spec = (both as { functionSpec: { fullargspec: StructuredValue } }).functionSpec;
  expect(print(spec.fullargspec)).toBe(
    'args=[b, a] varargs=None varkw=None defaults=None kwonlyargs=[] kwonlydefaults=None annotations={}',
  );
  expect(written.object('both', 'trace_0').kind.value).toMatchObject({
    argumentKeywords: ['b', 'a'],
    allowedPositionalArguments: 2n,
  });
  expect(written.object('signatures', 'both').kind.value).toMatchObject({
    argumentKeywords: ['a', 'b'],
    allowedPositionalArguments: 0n,
  });
  expect(written.object('signatures', 'serve').kind.value).toMatchObject({
    argumentKeywords: ['x'],
    allowedPositionalArguments: 1n,
  });
  expect(written.object('both').dependencies).toEqual(written.object('both').children);
});

test('signatures name placeholders and the places of the sorted results', () => {
  const { signatureDef } = new Written(archive()).meta;
  expect(signatureDef['serving_default']).toMatchObject({
    inputs: { images: { encoding: { value: 'serving_default_images:0' }, dtype: 4 } },
    outputs: {
      label: { encoding: { value: 'StatefulPartitionedCall_5:0' }, dtype: 9 },
      probabilities: { encoding: { value: 'StatefulPartitionedCall_5:1' }, dtype: 1 },
    },
    methodName: 'tensorflow/serving/predict',
  });
  expect(signatureDef['__saved_model_init_op']).toMatchObject({
    inputs: {},
    outputs: { __saved_model_init_op: { encoding: { value: 'NoOp' }, dtype: 0 } },
    methodName: '',
  });
});

test("the checkpoint's objects are the same, with the keys of the variables", async () => {
  const written = new Written(exported());
  const files = { path: 'served/1', read: async (file: string) => written.files.get(file) };
  const bundle = (await (await readSavedModel(files)).bundle())!;
  const key = '_CHECKPOINTABLE_OBJECT_GRAPH';
  const [bytes] = await bundle.readStrings(key);
  const { nodes } = decodeMessage(TrackableObjectGraphSchema, bytes!, { file: key });
  const saved = written.meta.objectGraphDef!.nodes;
  expect(nodes.map(({ children }) => children)).toEqual(saved.map(({ children }) => children));
  const keys = nodes.flatMap(({ attributes }) => attributes.map((a) => a.checkpointKey));
  expect([...keys, key].sort()).toEqual([...bundle.entries.keys()]);
  const [root, variables] = nodes;
  expect([root, variables].map((node) => node!.hasCheckpointValues!.value)).toEqual([true, true]);
  expect(nodes.at(-1)!.hasCheckpointValues!.value).toBe(false);
});
