/** Tensors as the JSON of an answer. */
import type { Tensor } from '#executor';
import { decimalText, encodeBase64, PrettyWriter } from '../../json';
import { invalid } from '../../errors';
import { elementTypeName } from '../types-of-tensors';

/** By the signature's names. */
export type Outputs = ReadonlyMap<string, Tensor>;

/** One item per row of the outputs. @throws StatusError for outputs without rows, or with unlike numbers of them */
export function writeRows(outputs: Outputs): Uint8Array<ArrayBuffer> {
  const rows = rowsOf(outputs);
  const writers = [...outputs].map(([name, tensor]) => ({ name, ...valueWriter(name, tensor) }));
  const json = new PrettyWriter();
  json.startObject();
  json.text('predictions');
  json.startArray();
  for (let row = 0; row < rows; row++) {
    if (writers.length > 1) json.startObject();
    json.singleLineArrays = true;
    for (const { name, writeAll } of writers) {
      if (writers.length > 1) json.text(name);
      writeAll(json, 1);
    }
    json.singleLineArrays = false;
    if (writers.length > 1) json.endObject();
  }
  json.endArray();
  json.endObject();
  return json.finish();
}

function rowsOf(outputs: Outputs): number {
  let rows: number | undefined;
  for (const [name, { shape }] of outputs) {
    const own = shape[0];
    if (own === undefined) throw invalid(`Tensor name: ${name} has no shape information `);
    if (rows !== undefined && own !== rows) {
      throw invalid(`Tensor name: ${name} has inconsistent batch size: ${own} expecting: ${rows}`);
    }
    rows = own;
  }
  return rows ?? 0;
}

/** Each output as a whole. @throws StatusError for types that JSON cannot show */
export function writeColumns(outputs: Outputs): Uint8Array<ArrayBuffer> {
  const json = new PrettyWriter();
  json.startObject();
  json.text('outputs');
  if (outputs.size > 1) json.startObject();
  for (const [name, tensor] of outputs) {
    if (outputs.size > 1) json.text(name);
    valueWriter(name, tensor).writeAll(json, 0);
  }
  if (outputs.size > 1) json.endObject();
  json.endObject();
  return json.finish();
}

/** Writes a tensor's values in their order: each call of `writeAll` goes on where the last one ended. */
function valueWriter(name: string, tensor: Tensor) {
  const write = elementWriter(name, tensor);
  let next = 0;
  const writeAll = (json: PrettyWriter, axis: number): void => {
    const size = tensor.shape[axis];
    if (size === undefined) {
      write(json, next++);
      return;
    }
    json.startArray();
    for (let i = 0; i < size; i++) writeAll(json, axis + 1);
    json.endArray();
  };
  return { writeAll };
}

type ElementWriter = (json: PrettyWriter, index: number) => void;

function elementWriter(name: string, { dtype, data }: Tensor): ElementWriter {
  switch (dtype) {
    case 'float32':
    case 'float64':
      return (json, index) =>
        json.raw(decimalText((data as Float64Array)[index]!, dtype === 'float32'));
    case 'int8':
    case 'int16':
    case 'int32':
    case 'int64':
    case 'uint8':
    case 'uint32':
    case 'uint64':
      return (json, index) => json.raw(String(data[index]));
    case 'bool':
      return (json, index) => json.raw(data[index] ? 'true' : 'false');
    case 'string':
      return stringWriter(name.endsWith('_bytes'), data as readonly Uint8Array[]);
    default:
      return () => {
        throw invalid(`Failed to write JSON value for tensor type: ${elementTypeName(dtype)}`);
      };
  }
}

function stringWriter(inBase64: boolean, data: readonly Uint8Array[]): ElementWriter {
  if (!inBase64) return (json, index) => json.string(data[index]!);
  return (json, index) => {
    json.startObject();
    json.text('b64');
    json.text(encodeBase64(data[index]!));
    json.endObject();
  };
}
