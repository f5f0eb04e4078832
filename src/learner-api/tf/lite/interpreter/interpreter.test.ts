/** The messages are those of TensorFlow 2.21's interpreter for the same mistakes on the same files. */
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { readTflite, writeTflite, type TfliteModel } from '#formats/tflite';
import type { NDArray } from '#tensor';
import { ones, zeros } from '#tensor';
import { startTestRuntime, type TestRuntime } from '../../../keras/training/testing';
import { OpResolverType } from '../enums';
import { Interpreter, type InterpreterOptions } from '.';

let host: TestRuntime;

beforeEach(() => {
  host = startTestRuntime();
});

function bytesOf(path: string): Uint8Array {
  const file = new URL(`../../../../../tests/fixtures/tflite/${path}.tflite`, import.meta.url);
  return new Uint8Array(readFileSync(file));
}

function open(path: string, options: InterpreterOptions = {}) {
  return Interpreter({ model_content: bytesOf(path), runtime: 'reference', ...options });
}

function changed(path: string, change: (model: TfliteModel) => Partial<TfliteModel>): Uint8Array {
  const model = readTflite(bytesOf(path));
  return writeTflite({ ...model, ...change(model) });
}

const IMAGE = zeros([1, 8, 8], 'float32');

describe('tf.lite.Interpreter', () => {
  it('runs a model step by step, as in Python', async () => {
    const interpreter = await open('mlp/float32');
    interpreter.allocate_tensors();
    const [input] = interpreter.get_input_details();
    const [output] = interpreter.get_output_details();
    interpreter.set_tensor(input!.index, IMAGE);
    interpreter.invoke();
    const probabilities = interpreter.get_tensor(output!.index);
    expect(probabilities.shape).toEqual([1, 10]);
    expect(probabilities.at(0, 7)).toBeCloseTo(0.24845587, 6);
    expect(probabilities.sum()).toBeCloseTo(1, 5);
  });

  it('reads a file of the workspace', async () => {
    await host.workspace.write('model.tflite', bytesOf('mlp/float32'));
    const interpreter = await Interpreter('model.tflite', { runtime: 'reference' });
    expect(interpreter.get_input_details()).toHaveLength(1);
    await expect(Interpreter({ model_path: 'nope.tflite' })).rejects.toMatchObject({
      name: 'ValueError',
      message: "Could not open 'nope.tflite'.",
    });
  });

  it('keeps the bytes that it was given when the cell changes them', async () => {
    const bytes = bytesOf('mlp/float32');
    const interpreter = await Interpreter({ model_content: bytes, runtime: 'reference' });
    bytes.fill(0);
    interpreter.allocate_tensors();
    interpreter.invoke();
    expect(interpreter.get_tensor(9).sum()).toBeCloseTo(1, 5);
  });

  it.each([
    [{}, '`model_path` or `model_content` must be specified.'],
    [{ model_content: new Uint8Array() }, '`model_path` or `model_content` must be specified.'],
    [
      { model_path: 'a', model_content: new Uint8Array(9) },
      "Can't both provide `model_path` and `model_content`",
    ],
    [{ model_path: 'a', num_threads: 0 }, 'num_threads should >= 1'],
    [{ model_path: 'a', num_threads: '2' }, 'type of num_threads should be int'],
    [
      { model_path: 'a', foo: 1 },
      "Interpreter.__init__() got an unexpected keyword argument 'foo'",
    ],
    [
      { model_path: 'a', experimental_op_resolver_type: 'BUILTIN_REF' },
      'Unrecognized passed in op resolver type: BUILTIN_REF',
    ],
    [{ model_path: '' }, '`model_path` or `model_content` must be specified.'],
    [{ model_path: 5 }, 'expected str, bytes or os.PathLike object, not int'],
    [{ model_path: 'a', runtime: 'tflm' }, 'Unknown runtime: tflm'],
    [{ model_path: 'a', accelerator: 'webgpu' }, "Runtime 'tflite' has no accelerator 'webgpu'."],
    [{ model_content: Promise.resolve() }, "model_content must be bytes, not 'Promise'"],
  ])('refuses %o', async (options, message) => {
    await expect(Interpreter(options as InterpreterOptions)).rejects.toThrow(message);
  });

  it('may be written with new', async () => {
    const interpreter = await new Interpreter({
      model_content: bytesOf('mlp/float32'),
      runtime: 'reference',
    });
    expect(interpreter.num_subgraphs()).toBe(1);
  });

  it('says await when it is used as it is', () => {
    const forgotten = open('mlp/float32');
    expect(() => forgotten['allocate_tensors' as 'then']).toThrow(
      expect.objectContaining({
        name: 'AttributeError',
        message: "'coroutine' object has no attribute 'allocate_tensors'",
        hint: expect.stringContaining('write await in front') as string,
      }) as Error,
    );
  });

  it('says what a path leads to that is no file', async () => {
    await host.workspace.write('m/saved_model.pb', new Uint8Array(3));
    await host.workspace.write('n/a.tflite', new Uint8Array(3));
    const openedAt = (path: string) => Interpreter({ model_path: path });
    const refused = (path: string, hint: RegExp) =>
      expect(openedAt(path)).rejects.toMatchObject({
        name: 'ValueError',
        message: `Could not open '${path}'.`,
        hint: expect.stringMatching(hint) as string,
      });
    await refused('m', /from_saved_model\('m'\)/);
    await refused('n', /n\/a\.tflite/);
  });

  it('says that bytes go by name', async () => {
    await expect(Interpreter(bytesOf('mlp/float32') as never)).rejects.toMatchObject({
      name: 'TypeError',
      hint: expect.stringContaining('model_content') as string,
    });
  });

  it('refuses what is no model, before a runtime is loaded', async () => {
    const bytes = bytesOf('mlp/float32');
    await expect(Interpreter({ model_content: bytes.slice(0, -200) })).rejects.toMatchObject({
      name: 'ValueError',
    });
    bytes.set([0x50, 0x4b, 3, 4, 0x50, 0x4b, 3, 4]);
    await expect(Interpreter({ model_content: bytes })).rejects.toThrow(
      'The model is not a valid Flatbuffer buffer',
    );
  });

  it('says that more threads than one have no effect', async () => {
    await open('mlp/float32', { num_threads: 4 });
    expect(host.text('stderr')).toContain('num_threads=4');
  });
});

describe('details', () => {
  it('have the keys and types of Python', async () => {
    const [input] = (await open('activations/int8_io')).get_input_details();
    expect(input).toMatchObject({
      name: 'serving_default_image:0',
      index: 0,
      dtype: 'int8',
      quantization: [0.04697378724813461, -43],
      quantization_parameters: { quantized_dimension: 0, block_size: 0 },
      sparsity_parameters: {},
    });
    expect(input!.shape.repr()).toBe('array([1, 6, 6, 4], dtype=int32)');
    expect(input!.quantization_parameters.scales.dtype).toBe('float32');
    expect(input!.quantization_parameters.zero_points.repr()).toBe('array([-43], dtype=int32)');
  });

  it('give no single pair for tensors with one scale for each channel', async () => {
    const all = (await open('mlp/dynamic')).get_tensor_details();
    expect(all[5]).toMatchObject({ name: 'sequential_1/dense_1/MatMul', quantization: [0, 0] });
    expect(all[5]!.quantization_parameters.scales.size).toBe(32);
  });

  it('show the present shape beside the signature that the file leaves open', async () => {
    const interpreter = await open('mlp_open/float32');
    interpreter.resize_tensor_input(0, [4, 8, 8], { strict: true });
    const [input] = interpreter.get_input_details();
    expect(input!.shape.tolist()).toEqual([4, 8, 8]);
    expect(input!.shape_signature.tolist()).toEqual([-1, 8, 8]);
  });

  it('list the ops in their order', async () => {
    const ops = (await open('mlp/float32'))._get_ops_details();
    expect(ops.map(({ op_name }) => op_name).slice(0, 3)).toEqual([
      'RESHAPE',
      'FULLY_CONNECTED',
      'FULLY_CONNECTED',
    ]);
    expect(ops[0]).toMatchObject({ operand_types: ['float32', 'int32'] });
  });
});

describe('set_tensor', () => {
  it('says what is missing, and where await is', async () => {
    const interpreter = await open('mlp/float32');
    interpreter.allocate_tensors();
    expect(() => interpreter.set_tensor(0, undefined as never)).toThrow(
      "Interpreter.set_tensor() missing 1 required positional argument: 'value'",
    );
    expect(() => interpreter.set_tensor(0, Promise.resolve(IMAGE) as never)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('await') as string }) as Error,
    );
    expect(() => interpreter.set_tensor(0, ones([8]))).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('(8,)') as string }) as Error,
    );
  });

  it.each([
    [0, IMAGE.astype('float64'), 'Got value of type FLOAT64 but expected type FLOAT32 for input 0'],
    [0, IMAGE.astype('uint8'), 'Got value of type UINT8 but expected type FLOAT32 for input 0'],
    [0, IMAGE.tolist(), 'Got value of type INT64 but expected type FLOAT32 for input 0'],
    [0, IMAGE.squeeze(0), 'Dimension mismatch. Got 2 but expected 3 for input 0.'],
    [
      0,
      zeros([3, 8, 8], 'float32'),
      'Dimension mismatch. Got 3 but expected 1 for dimension 0 of input 0.',
    ],
    [999, IMAGE, 'Invalid tensor index 999 exceeds max tensor index 10'],
    [-1, IMAGE, 'Invalid tensor index -1 exceeds max tensor index 10'],
    ['x', IMAGE, 'incompatible function arguments'],
  ])('refuses tensor %s := %o', async (index, value, message) => {
    const interpreter = await open('mlp/float32');
    interpreter.allocate_tensors();
    expect(() => interpreter.set_tensor(index as number, value as NDArray)).toThrow(message);
  });

  it('names the input, with TensorFlow’s space at the end', async () => {
    const interpreter = await open('mlp/float32');
    expect(() => interpreter.set_tensor(0, IMAGE.astype('int8'))).toThrow(
      'Cannot set tensor: Got value of type INT8 but expected type FLOAT32 for input 0, name: serving_default_image:0 ',
    );
  });
});

it('keeps what an input was set to when the cell changes its array', async () => {
  const interpreter = await open('mlp/float32');
  interpreter.allocate_tensors();
  const image = ones([1, 8, 8], 'float32');
  interpreter.set_tensor(0, image);
  image.data.fill(5 as never);
  expect(interpreter.get_tensor(0).at(0, 0, 0)).toBe(1);
});

describe('the order of calls', () => {
  it('is allocate, set, invoke, get', async () => {
    const interpreter = await open('mlp/float32');
    expect(() => interpreter.set_tensor(0, IMAGE)).toThrow(
      'Cannot set tensor: Tensor is unallocated. Try calling allocate_tensors() first',
    );
    expect(() => interpreter.invoke()).toThrow('Invoke called on model that is not ready.');
    expect(() => interpreter.get_tensor(9)).toThrow(
      'Tensor data is null. Run allocate_tensors() first',
    );
    expect(interpreter.get_tensor(1).shape).toEqual([32]);
    interpreter.allocate_tensors();
    expect(interpreter.get_tensor(9).shape).toEqual([1, 10]);
    interpreter.set_tensor(0, ones([1, 8, 8]));
    expect(interpreter.get_tensor(0).tolist()).toEqual(ones([1, 8, 8]).tolist());
  });

  it('begins again after a resize', async () => {
    const interpreter = await open('mlp_open/float32');
    interpreter.allocate_tensors();
    interpreter.resize_tensor_input(0, [3, 8, 8]);
    expect(() => interpreter.invoke()).toThrow('not ready');
    interpreter.allocate_tensors();
    interpreter.set_tensor(0, ones([3, 8, 8]));
    interpreter.invoke();
    const [output] = interpreter.get_output_details();
    expect(interpreter.get_tensor(output!.index).shape).toEqual([3, 10]);
  });

  it('ends with close', async () => {
    const interpreter = await open('mlp/float32');
    interpreter.allocate_tensors();
    interpreter.close();
    expect(() => interpreter.invoke()).toThrow('not ready');
  });
});

describe('resize_tensor_input', () => {
  it.each([
    [99, [1], {}, 'tensor_index < context_.tensors_size && tensor_index >= 0 was not true.'],
    [1, [3], {}, 'Attempting to resize a fixed-size tensor.'],
    [0, [-1, 8, 8], {}, 'BytesRequired number of elements overflowed.'],
    [0, 'a', {}, 'tensor_size must be a list'],
    [
      0,
      [2, 8, 8],
      { strict: true },
      'Attempting to resize dimension 0 of tensor 0 with value 1 to 2. ResizeInputTensorStrict only allows mutating unknown dimensions identified by -1.',
    ],
    [0, [2, 8], { strict: true }, '(3 != 2)'],
    [0, [2, 8, 8], { strikt: true }, "unexpected keyword argument 'strikt'"],
  ])('refuses tensor %s to %o with %o', async (index, shape, options, message) => {
    const interpreter = await open('mlp/float32');
    expect(() =>
      interpreter.resize_tensor_input(index, shape as number[], options as { strict?: boolean }),
    ).toThrow(message);
  });

  it('changes nothing when the shape is the present one', async () => {
    const interpreter = await open('mlp/float32');
    interpreter.allocate_tensors();
    interpreter.resize_tensor_input(0, [1, 8, 8]);
    expect(() => interpreter.invoke()).not.toThrow();
  });
});

describe('signatures', () => {
  it('list names and run by them', async () => {
    const interpreter = await open('two_inputs/float32');
    expect(interpreter.get_signature_list()).toEqual({
      serving_default: { inputs: ['left', 'right'], outputs: ['output_0', 'output_1'] },
    });
    const runner = interpreter.get_signature_runner({ signature_key: 'serving_default' });
    expect(Object.keys(runner.get_input_details())).toEqual(['left', 'right']);
    const result = runner({ right: ones([1, 4]), left: ones([1, 6]) });
    expect(result['output_0']!.shape).toEqual([1, 3]);
    expect(result['output_1']!.shape).toEqual([1, 5]);
  });

  it('resize their inputs by themselves', async () => {
    const runner = (await open('activations/float32')).get_signature_runner('serving_default');
    const { output_0 } = runner({ image: ones([3, 6, 6, 4]) }) as { output_0: NDArray };
    expect(output_0.shape).toEqual([3, 6, 6, 36]);
  });

  it.each([
    [{}, 'expected 1 vs provided 0'],
    [{ image: IMAGE, zz: IMAGE }, 'expected 1 vs provided 2'],
    [{ zz: IMAGE }, 'Invalid Input name (zz) for SignatureDef'],
    [IMAGE, 'takes 1 positional argument but 2 were given'],
    [{ image: [[1]] }, "'list' object has no attribute 'shape'"],
    [{ image: IMAGE.astype('float64') }, 'Got value of type FLOAT64 but expected type FLOAT32'],
  ])('refuse %o', async (inputs, message) => {
    const runner = (await open('mlp/float32')).get_signature_runner();
    expect(() => runner(inputs as never)).toThrow(message);
  });

  it('are asked for by a key that the model has', async () => {
    const interpreter = await open('mlp/float32');
    expect(() => interpreter.get_signature_runner('nope')).toThrow(
      'Invalid signature_key provided: "nope".',
    );
    const without = await Interpreter({
      model_content: changed('mlp/float32', () => ({ signatureDefs: [] })),
      runtime: 'reference',
    });
    expect(without.get_signature_list()).toEqual({});
    expect(() => without.get_signature_runner()).toThrow(
      'SignatureDef signature_key is None and model has 0 Signatures. None is only allowed when the model has 1 SignatureDef',
    );
  });
});

describe('tensors in between', () => {
  it('are shown by the runtime reference, which experimental options choose too', async () => {
    for (const options of [
      { experimental_preserve_all_tensors: true },
      { experimental_op_resolver_type: OpResolverType.BUILTIN_REF },
    ] as const) {
      const interpreter = await Interpreter({ model_content: bytesOf('mlp/float32'), ...options });
      interpreter.allocate_tensors();
      expect(() => interpreter.get_tensor(7)).toThrow('Tensor data is null');
      interpreter.invoke();
      expect(interpreter.get_tensor(7).shape).toEqual([1, 32]);
    }
  });

  it('cannot be kept by the others', async () => {
    await expect(
      open('mlp/float32', { runtime: 'tflite', experimental_preserve_all_tensors: true }),
    ).rejects.toThrow("Runtime 'tflite' cannot show the results of all ops.");
  });
});
