import { expect, it } from 'vitest';
import { addition, fixture } from '../../../tests/tflite-files';
import { readTflite, withInputShapes, writeTflite } from './index';

it('changes the shape and the signature of inputs, and nothing else', () => {
  const bytes = fixture('mlp_open/int8_io.tflite');
  const before = bytes.slice();
  const model = readTflite(bytes);
  const input = model.subgraphs[0]!.inputs[0]!;
  const shape = model.subgraphs[0]!.tensors[input]!.shape;
  const changed = readTflite(
    withInputShapes(bytes, model, new Map([[input, [5, ...shape.slice(1)]]])),
  );
  const [graph] = model.subgraphs;
  expect(changed).toEqual({
    ...model,
    subgraphs: [
      {
        ...graph,
        tensors: graph!.tensors.with(input, {
          ...graph!.tensors[input]!,
          shape: [5, ...shape.slice(1)],
          shapeSignature: [5, ...shape.slice(1)],
        }),
      },
    ],
  });
  expect(bytes).toEqual(before);
});

it('may give an input another number of dimensions', () => {
  const bytes = writeTflite(addition());
  const changed = withInputShapes(bytes, readTflite(bytes), new Map([[0, [3, 1, 2]]]));
  expect(readTflite(changed).subgraphs[0]!.tensors[0]!.shape).toEqual([3, 1, 2]);
});

it('works for a file with custom ops', () => {
  const model = {
    ...addition(),
    operatorCodes: [{ builtinCode: 32, customCode: 'A', version: 1 }],
  };
  const bytes = writeTflite(model);
  const changed = withInputShapes(bytes, readTflite(bytes), new Map([[0, [9, 2]]]));
  expect(readTflite(changed).subgraphs[0]!.tensors[0]!.shape).toEqual([9, 2]);
});

it.each<[string, number, number[], RegExp]>([
  ['a tensor that is no input', 1, [2], /tensor 1 \('c'\) is no input/],
  ['a dimension of 0', 0, [0, 2], /cannot have the shape \[0, 2\]/],
  ['a broken dimension', 0, [1.5, 2], /cannot have the shape \[1.5, 2\]/],
  ['a shape beyond all memory', 0, [2 ** 30, 2], /would take 8589934592 bytes/],
])('refuses %s', (_, tensor, shape, message) => {
  const bytes = writeTflite(addition());
  expect(() => withInputShapes(bytes, readTflite(bytes), new Map([[tensor, shape]]))).toThrow(
    message,
  );
});
