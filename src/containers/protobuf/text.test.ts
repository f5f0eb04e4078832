/** Against Python's protobuf and the C++ parser inside TensorFlow: scripts/fixtures/make_serving_api_fixtures.py. */
import { createRegistry, type DescMessage } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { GraphDefSchema, TensorProtoSchema } from '#formats/saved-model/schema';
import {
  BatchingParametersSchema,
  file_config,
  ModelConfigSchema,
  ModelServerConfigSchema,
} from '#serving/schema';
import fixture from '../../../tests/fixtures/serving-api/text_format.json';
import { encodeMessage, parseTextFormat, printTextFormat, TextFormatError } from './index';

const SCHEMAS: Readonly<Record<string, DescMessage>> = {
  'tensorflow.GraphDef': GraphDefSchema,
  'tensorflow.serving.ModelServerConfig': ModelServerConfigSchema,
};
const registry = createRegistry(file_config);

describe('parseTextFormat', () => {
  it.each(fixture.good)('reads what Python reads: $text', ({ type, text, bytes }) => {
    const message = parseTextFormat(SCHEMAS[type]!, text, { registry });
    expect(Buffer.from(encodeMessage(SCHEMAS[type]!, message)).toString('base64')).toBe(bytes);
  });

  it.each(fixture.bad)('refuses in the words of the C++ parser: $text', ({ text, lines }) => {
    const refused = expect(() => parseTextFormat(GraphDefSchema, text));
    refused.toThrow(expect.objectContaining({ message: lines.join('\n') }));
  });

  it('reads wrappers as the values that they wrap', () => {
    const text = 'max_batch_size { value: 128 } enable_large_batch_splitting { value: true }';
    const message = parseTextFormat(
      BatchingParametersSchema,
      `${text} allowed_batch_sizes: [1, 2]`,
    );
    expect(message).toMatchObject({
      maxBatchSize: 128n,
      enableLargeBatchSplitting: true,
      allowedBatchSizes: [1n, 2n],
    });
  });

  it('tells the type of an Any that it does not know', () => {
    const text = 'custom_model_config { [type.googleapis.com/a.B] { } }';
    expect(() => parseTextFormat(ModelServerConfigSchema, text)).toThrow(
      '1:49: Could not find type "type.googleapis.com/a.B" stored in google.protobuf.Any.',
    );
  });

  it('ends at a hundred messages in messages', () => {
    const text = 'node { attr { key: "a" value { list { func { name: "x" ';
    const deep = 'attr { key: "a" value { func { '.repeat(60);
    expect(() => parseTextFormat(GraphDefSchema, text + deep)).toThrow(
      'Message is too deep, the parser exceeded the configured recursion limit of 100.',
    );
  });

  it('does not read a text of more than a mebibyte', () => {
    expect(() => parseTextFormat(GraphDefSchema, ' '.repeat(2 ** 20 + 1))).toThrow(TextFormatError);
  });

  it('does not write into the bytes that it reads', () => {
    const bytes = new TextEncoder().encode('versions { producer: 1 }');
    const copy = bytes.slice();
    parseTextFormat(GraphDefSchema, bytes);
    expect(bytes).toEqual(copy);
  });
});

describe('printTextFormat', () => {
  /** Without what Python's printer does in its own way: an Any unpacked, maps' empty keys, floats. */
  const printable = fixture.good.filter(({ text }) => !/\[type|labels \{ \}|e10/.test(text));
  it.each(printable)('prints what Python prints: $text', ({ type, text, printed }) => {
    const message = parseTextFormat(SCHEMAS[type]!, text, { registry });
    expect(printTextFormat(SCHEMAS[type]!, message)).toBe(printed);
  });

  it('prints floats with as many digits as they need, and entries of maps whole', () => {
    const values = ['0.1', '1e10', '-1.5e-7', '3', '16777217', 'nan', '-inf', '0.333333343'];
    const text = `tensor_content: "" float_val: [${values.join()}]`;
    const tensor = parseTextFormat(TensorProtoSchema, text);
    const printed = ['0.1', '1e+10', '-1.5e-07', '3', '16777216', 'nan', '-inf', '0.33333334'];
    const lines = printed.map((value) => `float_val: ${value}\n`);
    expect(printTextFormat(TensorProtoSchema, tensor)).toBe(lines.join(''));
    const config = parseTextFormat(ModelConfigSchema, 'version_labels { }');
    const entry = 'version_labels {\n  key: ""\n  value: 0\n}\n';
    expect(printTextFormat(ModelConfigSchema, config)).toBe(entry);
  });
});
