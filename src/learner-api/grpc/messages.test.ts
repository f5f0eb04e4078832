/** Against messages that Python wrote: scripts/fixtures/make_serving_api_fixtures.py. */
import { describe, expect, it } from 'vitest';
import { AttributeError, PyTypeError } from '#errors';
import type { NDArray } from '#tensor';
import fixture from '../../../tests/fixtures/serving-api/messages.json';
import { display, print } from '../display';
import { arrayOf, startTestRuntime } from '../keras/training/testing';
import { repr } from '../python/repr';
import { tf } from '../tf';
import { classification_pb2, get_model_metadata_pb2, predict_pb2 } from './index';

const { PredictRequest } = predict_pb2;
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));

describe('messages in cells', () => {
  it('are the bytes that the same lines in Python give', () => {
    const request = PredictRequest();
    request.model_spec.name = 'fashion';
    request.inputs['x']!.CopyFrom(tf.make_tensor_proto(arrayOf([0, 1, 2, 3, 4, 5], [1, 2, 3])));
    expect(base64(request.SerializeToString())).toBe(fixture.messages.predict_latest.bytes);
    expect(request.ByteSize()).toBe(bytesOf(fixture.messages.predict_latest.bytes).length);

    const versioned = PredictRequest({ model_spec: { name: 'm', signature_name: 'serve' } });
    versioned.model_spec.version.value = 123;
    versioned.inputs['x']!.CopyFrom(tf.make_tensor_proto([1, 2]));
    expect(base64(versioned.SerializeToString())).toBe(fixture.messages.predict_version.bytes);

    const labelled = new PredictRequest({ inputs: { a: tf.make_tensor_proto(['x']) } });
    labelled.model_spec.CopyFrom(PredictRequest({ model_spec: { name: 'm' } }).model_spec);
    labelled.model_spec.version_label = 'stable';
    expect(base64(labelled.SerializeToString())).toBe(fixture.messages.predict_label.bytes);
  });

  it('hold examples', () => {
    const feature = {
      x: { float_list: { value: [2] } },
      n: { int64_list: { value: [1, 2] } },
      s: { bytes_list: { value: ['a'] } },
    };
    const request = classification_pb2.ClassificationRequest({ model_spec: { name: 'm' } });
    const example = tf.train.Example({ features: { feature } });
    request.input.example_list.examples.extend([example]);
    const again = classification_pb2.ClassificationRequest.FromString(
      bytesOf(fixture.messages.classify.bytes),
    );
    const values = (message: typeof request) => {
      const { n, s, x } = message.input.example_list.examples[0]!.features.feature;
      return [[...n!.int64_list.value], [...s!.bytes_list.value], [...x!.float_list.value]];
    };
    expect(values(request)).toEqual(values(again));
    expect(request.ByteSize()).toBe(again.ByteSize());
  });

  it('print as protobuf text', () => {
    const { text } = startTestRuntime();
    const request = PredictRequest({ model_spec: { name: 'm' }, output_filter: ['y'] });
    print(request);
    expect(text()).toBe('model_spec {\n  name: "m"\n}\noutput_filter: "y"\n\n');
    expect(repr(request)).toBe('model_spec {\n  name: "m"\n}\noutput_filter: "y"\n');
    expect(repr(request.output_filter)).toBe("['y']");
    expect(repr(request.inputs)).toBe('{}');
    display(request);
    display(request.inputs);
    display(request.output_filter);
  });

  it('come into being when they are written into, and not when they are read', () => {
    const request = PredictRequest();
    expect(request.model_spec.name).toBe('');
    expect(request.HasField('model_spec')).toBe(false);
    const spec = request.model_spec;
    spec.version.value = 2;
    expect(request.HasField('model_spec')).toBe(true);
    expect(request.model_spec.version.value).toBe(2);
    expect(request.model_spec.WhichOneof('version_choice')).toBe('version');
    request.model_spec.version_label = 'stable';
    expect(request.model_spec.WhichOneof('version_choice')).toBe('version_label');
    request.ClearField('model_spec');
    expect(request.ByteSize()).toBe(0);
  });

  it('merge, lists one after the other', () => {
    const request = PredictRequest({ output_filter: ['a'], model_spec: { name: 'm' } });
    request.MergeFrom(
      PredictRequest({ output_filter: ['b'], model_spec: { signature_name: 's' } }),
    );
    expect([...request.output_filter]).toEqual(['a', 'b']);
    expect([request.model_spec.name, request.model_spec.signature_name]).toEqual(['m', 's']);
    expect(request.output_filter[-1]).toBe('b');
    request.CopyFrom(request);
    expect(request.output_filter.length).toBe(2);
  });

  it('list the entries of their maps', () => {
    const request = PredictRequest({ inputs: { b: { dtype: 1 }, a: { dtype: 3 } } });
    expect(Object.keys(request.inputs)).toEqual(['a', 'b']);
    expect('a' in request.inputs && !('c' in request.inputs)).toBe(true);
    expect(request.inputs['c']!.dtype).toBe(0);
    expect('c' in request.inputs).toBe(true);
  });

  it('unpack what an Any holds', () => {
    const { GetModelMetadataResponse, SignatureDefMap } = get_model_metadata_pb2;
    const signatures = SignatureDefMap({ signature_def: { s: { method_name: 'predict' } } });
    const type_url = 'type.googleapis.com/tensorflow.serving.SignatureDefMap';
    const value = signatures.SerializeToString();
    const response = GetModelMetadataResponse({ metadata: { signature_def: { type_url, value } } });
    const read = SignatureDefMap();
    expect(response.metadata['signature_def']!.Unpack(read)).toBe(true);
    expect(read.signature_def['s']!.method_name).toBe('predict');
    expect(response.metadata['signature_def']!.Unpack(PredictRequest())).toBe(false);
  });

  it('refuse what Python refuses', () => {
    const request = PredictRequest() as unknown as Record<string, Record<string, unknown>>;
    const no = 'Protocol message PredictRequest has no "foo" field.';
    expect(() => PredictRequest({ foo: 1 } as never)).toThrow(
      expect.objectContaining({ name: 'ValueError', message: no }),
    );
    expect(() => (request.foo = {})).toThrow(
      expect.objectContaining({ name: 'AttributeError', message: no }),
    );
    expect(() => request.foo).toThrow(AttributeError);
    expect(() => (request.model_spec = {})).toThrow(
      'Assignment not allowed to message field "model_spec" in protocol message object.',
    );
    expect(() => (request.output_filter = {})).toThrow(
      'Assignment not allowed to repeated field "output_filter" in protocol message object.',
    );
    expect(() => (request.model_spec!.name = 1)).toThrow(PyTypeError);
    expect(() => (request.inputs!.x = tf.make_tensor_proto([1]))).toThrow(
      'Message objects may not be assigned',
    );
    expect(() => PredictRequest().inputs['x']!.CopyFrom([1] as never)).toThrow(
      "Parameter to CopyFrom() must be instance of same class: expected <class 'tensorflow.core.framework.tensor_pb2.TensorProto'> got <class 'list'>.",
    );
    expect(() => PredictRequest.FromString(Uint8Array.of(1, 2, 3))).toThrow(
      "Error parsing message with type 'tensorflow.serving.PredictRequest'",
    );
  });
});

describe('tensors in messages', () => {
  /** Types that arrays in cells have. */
  const names = [
    'float32',
    'float64',
    'int8',
    'uint8',
    'int16',
    'int32',
    'uint32',
    'int64',
    'bool',
  ];
  const tensors: Record<string, { content: string; values: string; shape: number[] }> =
    fixture.tensors;

  it.each([...names, 'float16', 'uint16', 'scalar', 'empty', 'splat'])(
    'are the same in both forms, and written as Python writes them: %s',
    (name) => {
      const { content, values, shape } = tensors[name]!;
      const proto = predict_pb2.PredictRequest().inputs['x']!;
      proto.ParseFromString(bytesOf(content));
      const array = tf.make_ndarray(proto) as NDArray;
      expect(array.shape).toEqual(shape);
      proto.ParseFromString(bytesOf(values));
      expect((tf.make_ndarray(proto) as NDArray).data).toEqual(array.data);
      expect(base64(tf.make_tensor_proto(array).SerializeToString())).toBe(content);
    },
  );

  it('hold texts and bytes', () => {
    const proto = predict_pb2.PredictRequest().inputs['x']!;
    proto.ParseFromString(bytesOf(tensors['string']!.content));
    const list = tf.make_ndarray(proto);
    expect(list).toEqual([Uint8Array.of(97), Uint8Array.of(255, 0)]);
    expect(base64(tf.make_tensor_proto(list).SerializeToString())).toBe(tensors['string']!.content);
    expect(tf.make_ndarray(tf.make_tensor_proto([['a'], ['b']]))).toEqual([
      [Uint8Array.of(97)],
      [Uint8Array.of(98)],
    ]);
    expect(tf.make_ndarray(tf.make_tensor_proto('abc'))).toEqual(Uint8Array.of(97, 98, 99));
  });

  it('take a type and a shape, the last value again where there are too few', () => {
    const proto = tf.make_tensor_proto([1, 2], { dtype: 'float32', shape: [4] });
    const array = tf.make_ndarray(proto) as NDArray;
    expect([array.dtype, [...array.data]]).toEqual(['float32', [1, 2, 2, 2]]);
    expect(() => tf.make_tensor_proto([1, 2, 3], { shape: [2] })).toThrow(
      'Too many elements provided. Takes at most 2, but got 3.',
    );
    expect(() => tf.make_tensor_proto(null as never)).toThrow('None values not supported.');
    expect(() => tf.make_ndarray(3 as never)).toThrow(
      "'int' object has no attribute 'tensor_shape'",
    );
  });

  it('are refused where arrays do not have their type', () => {
    const proto = predict_pb2.PredictRequest().inputs['x']!;
    proto.ParseFromString(bytesOf(tensors['uint64']!.content));
    expect(() => tf.make_ndarray(proto)).toThrow('Unsupported tensor type: 23');
  });
});
