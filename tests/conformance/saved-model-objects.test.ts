/** What belongs to an artifact as a whole: its variables, functions, state and tables; and what it is refused for. */
import { afterAll, expect, test } from 'vitest';
import {
  functionNames,
  functionParameters,
  importFunction,
  importSignature,
  importVariables,
  readSavedModel,
  signatureNames,
  variableListNames,
} from '#formats/saved-model';
import {
  createCpuEngine,
  filesOf,
  numbers,
  openFixture,
  runImported,
} from './saved-model-fixtures';
import { NDArray } from '#tensor';

const engine = createCpuEngine();
afterAll(() => engine.dispose());

test('functions and attributes of one artifact share their variables', async () => {
  const artifact = await openFixture('mlp');
  const serve = await importFunction(artifact, 'serve');
  const signature = await importFunction(artifact, 'signatures.serving_default');
  const listed = await importVariables(artifact, 'variables');
  expect(listed).toHaveLength(4);
  for (const { variables } of [serve, signature]) {
    expect(variables).toHaveLength(4);
    expect(variables.every((variable) => listed.includes(variable))).toBe(true);
  }
  const reopened = await importFunction(await openFixture('mlp'), 'serve');
  expect(listed).not.toContain(reopened.variables[0]);
});

/** Keras stores each weight twice; TensorFlow's C++ loader restores one of the two, its Python loader the other. */
test('a signature has the values that the restore op reads', async () => {
  const artifact = await openFixture('mlp');
  const { variables } = await importSignature(artifact);
  const copies = await importVariables(artifact, '_all_variables');
  expect(variables.every((variable) => copies.includes(variable))).toBe(true);
});

test('variables have the names and the trainable flags that were saved', async () => {
  const variables = await importVariables(await openFixture('cnn-batch-norm'), 'variables');
  const flags = variables.map(({ path, trainable }) => [path, trainable]);
  expect(flags).toContainEqual(['norm/gamma', true]);
  expect(flags).toContainEqual(['norm/moving_mean', false]);
  const { variables: old } = await importSignature(await openFixture('tf1-ref'));
  expect(old.map(({ path, trainable }) => [path, trainable])).toEqual([
    ['net/w', true],
    ['net/b', true],
    ['net/scale', false],
  ]);
});

test('variables are listed as the function captures them, the copies that a signature has as well', async () => {
  const artifact = await openFixture('cnn-batch-norm');
  const captured = [
    'conv/kernel',
    'norm/moving_mean',
    'norm/moving_variance',
    'norm/gamma',
    'norm/beta',
    'conv2/kernel',
    'conv2/bias',
    'scores/kernel',
    'scores/bias',
  ];
  const { variables } = await importFunction(artifact, 'serve');
  expect(variables.map(({ path }) => path)).toEqual(captured);
  const { variables: copies } = await importSignature(artifact);
  expect(copies.map(({ path }) => path)).toEqual(captured.map((path) => `${path}_1`));
});

test('what can be named is told: functions with their parameters, signatures, lists of variables', async () => {
  const keras = await openFixture('mlp');
  expect(await functionNames(keras)).toEqual(['serve']);
  expect(await functionParameters(keras, 'serve')).toEqual({
    names: ['args_0'],
    hasTrainingTrace: false,
  });
  expect(await signatureNames(keras)).toEqual(['serve', 'serving_default']);
  expect(await variableListNames(keras)).toEqual([
    'variables',
    'trainable_variables',
    'non_trainable_variables',
    '_all_variables',
    '_misc_assets',
  ]);
  expect(await signatureNames(await openFixture('tf1-ref'))).toEqual(['serving_default']);
});

test('functions are found by their paths, and one that is missing is answered with those that are there', async () => {
  const artifact = await openFixture('tf-module');
  expect(await functionNames(artifact)).toEqual(['evaluate', 'product', 'square']);
  const signature = await importFunction(artifact, 'signatures.serving_default');
  expect(signature.inputs.map(({ key }) => key)).toEqual(['x']);
  await expect(importFunction(artifact, 'predict')).rejects.toMatchObject({
    name: 'AttributeError',
    message: "models/tf-module/saved_model.pb: '_UserObject' object has no attribute 'predict'",
    hint: "Its functions are 'evaluate', 'product', 'square'.",
  });
  await expect(importFunction(artifact, 'counters')).rejects.toThrow("'counters' is no function.");
});

test('a call that no trace takes is answered with what the traces take', async () => {
  const artifact = await openFixture('tf-module');
  const specs = [{ dtype: 'float32', shape: [null, 3] }] as const;
  await expect(importFunction(artifact, 'square', { specs })).rejects.toThrow(
    "Option 1: TensorSpec(shape=(None, 2), dtype=tf.float32, name='x')",
  );
  await expect(importFunction(artifact, 'product', { count: 1 })).rejects.toThrow(
    'Could not find matching concrete function to call loaded from the SavedModel: product expects',
  );
});

test('how arguments and results nest is kept', async () => {
  const pair = await importFunction(await openFixture('two-by-two'), 'serve');
  expect([pair.argumentStructure, pair.outputStructure]).toEqual([[[0, 1]], [0, 1]]);
  const dict = await importFunction(await openFixture('dict-outputs'), 'serve');
  expect(dict.argumentStructure).toEqual([{ height: 0, width: 1 }]);
  expect(dict.outputStructure).toEqual({ area: 0, total: 1 });
  const nested = await importFunction(await openFixture('tf-module'), 'product');
  expect([nested.argumentStructure, nested.outputStructure]).toEqual([
    [0, 1],
    [0, [1, 2]],
  ]);
});

test('what a call assigns is assigned', async () => {
  const artifact = await openFixture('tf-module');
  const imported = await importFunction(artifact, 'evaluate');
  const x = new NDArray(Float32Array.of(1, 2), [1, 2], 'float32');
  const { variables } = await runImported(engine, imported, [x]);
  const at = imported.graph.variables.findIndex(({ path }) => path === 'calls');
  expect(numbers(imported.variables.find(({ path }) => path === 'calls')!.value)).toEqual([0]);
  expect(numbers(variables[at]!)).toEqual([1]);
});

test('dropout that was left on drops about a quarter and keeps the mean', async () => {
  const artifact = await openFixture('dropout-alive');
  const noisy = await importSignature(artifact, { signature: 'noisy' });
  const ones = new NDArray(new Float32Array(4000).fill(1), [10, 400], 'float32');
  const { outputs, variables } = await runImported(engine, noisy, [ones]);
  const values = numbers(outputs[0]!);
  const dropped = values.filter((value) => value === 0).length;
  expect(dropped).toBeGreaterThan(850);
  expect(dropped).toBeLessThan(1150);
  expect(values.every((value) => value === 0 || Math.abs(value - 4 / 3) < 1e-5)).toBe(true);
  const state = noisy.variables.map(({ value }) => numbers(value));
  expect(variables.map(numbers)).not.toEqual(state);
});

test('a vocabulary file that is missing is named', async () => {
  const files = filesOf('integer-lookup');
  const artifact = await readSavedModel({
    path: files.path,
    read: (file) => (file.startsWith('assets') ? Promise.resolve(undefined) : files.read(file)),
  });
  await expect(importSignature(artifact)).rejects.toMatchObject({
    name: 'FileNotFoundError',
    message: expect.stringContaining('assets/codes.txt') as string,
  });
});

test('loops and strings are refused by the names of op and node', async () => {
  await expect(importSignature(await openFixture('gru-loop'))).rejects.toThrow(
    /^models\/gru-loop\/saved_model\.pb has ops .*While \(node recurrent_1\/gru_1\/while in function /,
  );
  await expect(importSignature(await openFixture('strings'))).rejects.toThrow(
    /: an input of strings, 'words' \(node serving_default_words\), StringLength \(node StringLength in function __inference_count_\d+\)\.$/,
  );
});

test('tags that no meta graph has are answered with those that are there', async () => {
  const artifact = await openFixture('mlp');
  await expect(importSignature(artifact, { tags: ['gpu'] })).rejects.toThrow(/serve/);
});
