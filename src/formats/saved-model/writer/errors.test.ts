import { expect, test } from 'vitest';
import type { SymbolicTensor } from '#graph';
import { writeSavedModel } from './index';
import { Written } from './testing';
import { endpoint, exported, variable, wave } from './testing-sources';

const FLOATS = { dtype: 'float32', shape: [null, 3] } as const;
const same = (x: SymbolicTensor) => x.mul(1);

test('a variable that no collection holds is named, with the endpoint that reads it', () => {
  const source = { ...exported(), collections: [] };
  expect(() => writeSavedModel(source)).toThrowError(
    expect.objectContaining({
      name: 'AssertionError',
      place: 'serve',
      message: expect.stringMatching(
        /^Tried to export a function which references an 'untracked' resource\..*\n\tFunction name = __inference___call___\d+\n\tCaptured Tensor = net\/dense\/kernel$/s,
      ),
      hint: expect.stringContaining("Endpoint 'serve' reads the variable 'net/dense/kernel'"),
    }),
  );
});

test('a value that does not fit its variable is refused, since TensorFlow would load it', () => {
  const bias = { ...variable('dense/bias', [3]), value: wave([1, 3], 0) };
  const source = { endpoints: [], collections: [{ name: 'variables', variables: [bias] }] };
  expect(() => writeSavedModel(source)).toThrowError(
    "The value of variable 'dense/bias' is float32 of shape (1, 3), but the variable is float32 of shape (3,).",
  );
});

test('a result in a list in a dict is no output of a signature', () => {
  const flat = endpoint('serve', { x: FLOATS }, same);
  const tensor = flat.outputs as SymbolicTensor;
  const source = { endpoints: [{ ...flat, outputs: { a: [tensor] } }], collections: [] };
  expect(() => writeSavedModel(source)).toThrowError(
    /^Got a non-Tensor value for key 'a' in the output of the function <lambda> used to generate the SavedModel signature 'serve'\./,
  );
});

test('names that Python cannot have as parameters become those that TensorFlow gives them', () => {
  const serve = endpoint('serve', { 'my input': FLOATS, _x: FLOATS }, (a, b) => a.add(b));
  const { signatureDef, objectGraphDef } = new Written({ endpoints: [serve], collections: [] })
    .meta;
  expect(Object.keys(signatureDef['serve']!.inputs).sort()).toEqual(['arg__x', 'my_input']);
  const text = JSON.stringify(objectGraphDef, (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  expect(text).not.toContain('my input');
});

test.each([
  [{ 'a b': FLOATS, 'a.b': FLOATS }, "duplicate parameter name: 'a_b'"],
  [{ from: FLOATS, to: FLOATS }, "'from' is not a valid parameter name"],
])('inputs that no Python function could have are refused: %s', (inputs, message) => {
  const serve = endpoint('serve', inputs, (a, b) => a.add(b));
  expect(() => writeSavedModel({ endpoints: [serve], collections: [] })).toThrowError(message);
});

test('names of nodes and variables are those that TensorFlow accepts, and stay apart', () => {
  const [a, b] = [variable('my layer/w', [3]), variable('my_layer/w', [3])];
  const serve = endpoint('serve', { NoOp: FLOATS, identity: FLOATS }, (x, y) => [
    x.builder.scope('my layer', () => x.builder.addNode('AddV2', [x, a])),
    x.builder.scope('_my', () => y.builder.addNode('AddV2', [y, b])),
  ]);
  const collections = [{ name: 'variables', variables: [a, b] }];
  const written = new Written({ endpoints: [serve], collections });
  const handles = written.nodes.filter(({ op }) => op === 'VarHandleOp');
  expect(handles.map(({ name }) => name)).toEqual(['my_layer/w', 'my_layer/w_1']);
  const { signature, nodeDef } = written.fn('__inference_<lambda>');
  const accepted = /^[A-Za-z0-9.][A-Za-z0-9_.\\/>-]*$/;
  expect(nodeDef.filter(({ name }) => !accepted.test(name))).toEqual([]);
  expect(signature!.inputArg.map(({ name }) => name).slice(0, 2)).toEqual(['noop', 'identity']);
  expect(signature!.outputArg.map(({ name }) => name)).toEqual(['identity_0', 'identity_1']);
});
