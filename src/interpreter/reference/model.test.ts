import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readTflite, type TfliteModel } from '#formats/tflite';
import { NDArray, zeros } from '#tensor';
import { openReference, referenceRuntime } from './index';

function read(path: string): TfliteModel {
  return readTflite(new Uint8Array(readFileSync(`tests/fixtures/tflite/${path}.tflite`)));
}

/** The same, with the code of one operator replaced. */
function recoded(model: TfliteModel, change: object): TfliteModel {
  const [first, ...rest] = model.operatorCodes;
  return { ...model, operatorCodes: [{ ...first!, ...change }, ...rest] };
}

function ramp(shape: readonly number[]): NDArray {
  const size = shape.reduce((product, length) => product * length, 1);
  return new NDArray(
    Float32Array.from({ length: size }, (_, i) => (i % 17) / 17),
    shape,
    'float32',
  );
}

test('a batch of any size gives the rows that single images give', () => {
  for (const path of [
    'mlp_open/float32',
    'conv_open/int8',
    'conv_open/int16x8',
    'conv_open/dynamic',
  ]) {
    const model = read(path);
    const shape = model.subgraphs[0]!.tensors[model.subgraphs[0]!.inputs[0]!]!.shape;
    const batch = ramp([3, ...shape.slice(1)]);
    const all = openReference(model);
    all.resizeInput(0, batch.shape);
    all.setInput(0, batch);
    all.invoke();
    const one = openReference(model);
    one.setInput(0, batch.slice(2, 3));
    one.invoke();
    expect(all.output(0).shape[0]).toBe(3);
    expect([...all.output(0).slice(2, 3).data]).toEqual([...one.output(0).data]);
  }
});

test('a shape that an op refuses leaves the model as it was', () => {
  const model = openReference(read('mlp/float32'));
  model.setInput(0, ramp([1, 8, 8]));
  model.invoke();
  const before = [...model.output(0).data];
  expect(() => model.resizeInput(0, [2, 8, 8])).toThrow(
    /num_input_elements != num_output_elements/,
  );
  model.setInput(0, ramp([1, 8, 8]));
  model.invoke();
  expect([...model.output(0).data]).toEqual(before);
});

test('runs do not depend on those before them', () => {
  const model = openReference(read('residual/int8'));
  const [first, second] = [ramp([1, 8, 8, 4]), zeros([1, 8, 8, 4], 'float32')];
  const run = (x: NDArray) => {
    model.setInput(0, x);
    model.invoke();
    return [...model.output(0).data];
  };
  const once = run(first);
  expect(run(second)).not.toEqual(once);
  expect(run(first)).toEqual(once);
});

test('what is handed out does not change with the next run, and what is handed in may', () => {
  const model = openReference(read('mlp/float32'));
  const x = ramp([1, 8, 8]);
  model.setInput(0, x);
  model.invoke();
  const y = model.output(0);
  const copy = [...y.data];
  x.data.fill(3 as never);
  model.invoke();
  expect([...model.output(0).data]).toEqual(copy);
  model.setInput(0, x);
  model.invoke();
  expect([...y.data]).toEqual(copy);
});

test('every tensor can be seen after a run: constants, and what ops left', () => {
  const model = read('mlp/int8');
  const opened = openReference(model);
  opened.setInput(0, ramp([1, 8, 8]));
  opened.invoke();
  const [graph] = model.subgraphs;
  for (const [index, tensor] of graph!.tensors.entries()) {
    const seen = opened.tensor(index);
    expect([...seen.shape]).toEqual([...tensor.shape]);
  }
  const hidden = graph!.operators[1]!.outputs[0]!;
  expect(opened.tensor(hidden).dtype).toBe('int8');
  expect(() => opened.tensor(999)).toThrow(/no tensor 999/);
});

test('an input of another type or shape is refused', () => {
  const model = openReference(read('mlp/float32'));
  const message = /takes float32 of shape \[1, 8, 8\], not/;
  expect(() => model.setInput(0, ramp([1, 64]))).toThrow(message);
  expect(() => model.setInput(0, ramp([1, 8, 8]).astype('int32'))).toThrow(message);
  expect(() => model.setInput(1, ramp([1, 8, 8]))).toThrow(/no input 1/);
});

test("an op, or a version of it, that is not there is refused with TensorFlow's message", () => {
  const model = read('mlp_no_bias/float32');
  const newer = recoded(model, { version: 99 });
  expect(() => openReference(newer)).toThrow(
    /^Didn't find op for builtin opcode 'FULLY_CONNECTED' version '99'\. An older version/,
  );
  const other = recoded(model, { builtinCode: 16 });
  expect(() => openReference(other)).toThrow(/builtin opcode 'LSTM' version/);
  const custom = recoded(model, { builtinCode: 32, customCode: 'MyOp' });
  expect(() => openReference(custom)).toThrow(/^Encountered unresolved custom op: MyOp\./);
});

test('parts of a concatenation on different scales are refused by name', () => {
  const model = structuredClone(read('arithmetic/int8'));
  const [graph] = model.subgraphs;
  const joined = graph!.operators.find(
    ({ builtinOptions }) => builtinOptions?.type === 'ConcatenationOptions',
  )!;
  const tensor = graph!.tensors[joined.inputs[1]!]!;
  (tensor.quantization!.scale as number[])[0] = 0.5;
  expect(() => openReference(model)).toThrow(
    /has scale 0\.5 and zero point .*\(CONCATENATION\) failed to prepare/,
  );
});

test('as a runtime it answers as the model does', () => {
  const model = read('mlp/float32');
  const loaded = referenceRuntime.load(new Uint8Array(), model);
  if (loaded instanceof Promise) throw new Error('the reference runtime is synchronous');
  const opened = openReference(model);
  for (const each of [loaded, opened]) {
    each.setInput(0, ramp([1, 8, 8]));
    void each.invoke();
  }
  expect(loaded.output(0)).toEqual(opened.output(0));
  expect(loaded.tensor!(0)).toEqual(opened.tensor(0));
  loaded.close();
});
