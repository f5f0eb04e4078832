/** JSON values as elements of a tensor, by the type that the signature asks for. */
import { StatusError, type ElementType, type TensorData } from '#executor';
import { DataType, pythonTypeName } from '#formats/saved-model/schema';
import { DOUBLE, debugText, decodeBase64, FALSE, INTEGER, OBJECT, STRING, TRUE } from '../../json';
import type { Tape, ValueIndex } from '../../json';
import { invalid } from '../../errors';
import { base64Member, invalidValue, jsonTypeName } from '../body';
import { typeName } from '../types-of-tensors';

/** Where values of one type go. */
export interface ValueSink {
  readonly type: ElementType;
  readonly data: TensorData;
  /** Puts one value at a place; a place after the last may be ignored. @throws StatusError for what has another type */
  put(tape: Tape, value: ValueIndex, place: number): void;
}

type Numbers =
  Float32Array | Float64Array | Int32Array | Int16Array | Int8Array | Uint8Array | Uint32Array;

/** @param type what the signature says. @param size how many values at most */
export function sinkFor(type: DataType, size: number): ValueSink {
  switch (type) {
    case DataType.DT_FLOAT:
      return floatSink(type, 'float32', new Float32Array(size));
    case DataType.DT_DOUBLE:
      return floatSink(type, 'float64', new Float64Array(size));
    case DataType.DT_INT32:
      return integerSink(type, 'int32', new Int32Array(size));
    case DataType.DT_INT16:
      return integerSink(type, 'int16', new Int16Array(size));
    case DataType.DT_INT8:
      return integerSink(type, 'int8', new Int8Array(size));
    case DataType.DT_UINT8:
      return integerSink(type, 'uint8', new Uint8Array(size));
    case DataType.DT_UINT32:
      return integerSink(type, 'uint32', new Uint32Array(size), 0, 2 ** 32 - 1);
    case DataType.DT_INT64:
      return bigSink(type, 'int64', new BigInt64Array(size), -(2n ** 63n), 2n ** 63n - 1n);
    case DataType.DT_UINT64:
      return bigSink(type, 'uint64', new BigUint64Array(size), 0n, 2n ** 64n - 1n);
    case DataType.DT_BOOL:
      return boolSink(type, new Uint8Array(size));
    case DataType.DT_STRING:
      return stringSink(type, []);
    default:
      return unsupportedSink(type);
  }
}

function floatSink(
  type: DataType,
  name: ElementType,
  data: Float32Array | Float64Array,
): ValueSink {
  return {
    type: name,
    data,
    put(tape, value, place) {
      const kind = tape.kinds[value];
      if (kind === DOUBLE || kind === INTEGER) data[place] = tape.numbers[value]!;
      else if (tape.isNumber(value)) data[place] = tape.double(value);
      else throw wrongType(tape, value, type);
    },
  };
}

/** Narrower types take any int32 and keep its low bits. */
function integerSink(
  type: DataType,
  name: ElementType,
  data: Numbers,
  low = -(2 ** 31),
  high = 2 ** 31 - 1,
): ValueSink {
  return {
    type: name,
    data,
    put(tape, value, place) {
      const number = tape.numbers[value]!;
      if (tape.kinds[value] !== INTEGER || number < low || number > high) {
        throw wrongType(tape, value, type);
      }
      data[place] = number;
    },
  };
}

function bigSink(
  type: DataType,
  name: ElementType,
  data: BigInt64Array | BigUint64Array,
  low: bigint,
  high: bigint,
): ValueSink {
  return {
    type: name,
    data,
    put(tape, value, place) {
      if (!tape.isNumber(value) || tape.kind(value) === DOUBLE) throw wrongType(tape, value, type);
      const number = tape.bigint(value);
      if (number < low || number > high) throw wrongType(tape, value, type);
      data[place] = number;
    },
  };
}

function boolSink(type: DataType, data: Uint8Array): ValueSink {
  return {
    type: 'bool',
    data,
    put(tape, value, place) {
      const kind = tape.kind(value);
      if (kind !== TRUE && kind !== FALSE) throw wrongType(tape, value, type);
      data[place] = kind === TRUE ? 1 : 0;
    },
  };
}

function stringSink(type: DataType, data: Uint8Array[]): ValueSink {
  return {
    type: 'string',
    data,
    put(tape, value, place) {
      const kind = tape.kind(value);
      if (kind === OBJECT) data[place] = base64Bytes(tape, value);
      else if (kind === STRING) data[place] = tape.string(value);
      else throw wrongType(tape, value, type);
    },
  };
}

/** Only a tensor without elements can have a type that no JSON value fits. */
function unsupportedSink(type: DataType): ValueSink {
  return {
    type: (pythonTypeName(type) ?? typeName(type)) as ElementType,
    data: new Uint16Array(0),
    put(tape, value) {
      if (tape.kind(value) === OBJECT) throw wrongType(tape, value, type);
      const text = `Conversion of JSON Value: ${debugText(tape, value)} to type: ${typeName(type)}`;
      throw new StatusError('UNIMPLEMENTED', text);
    },
  };
}

function base64Bytes(tape: Tape, value: ValueIndex): Uint8Array {
  const member = base64Member(tape, value);
  if (member === undefined) {
    throw invalidValue(tape, value, 'not formatted correctly for base64 data');
  }
  const bytes = decodeBase64(tape.string(member));
  if (bytes === undefined) throw invalid('Unable to base64 decode');
  return bytes;
}

function wrongType(tape: Tape, value: ValueIndex, type: DataType): StatusError {
  const problem = `Type: ${jsonTypeName(tape, value)} is not of expected type: ${typeName(type)}`;
  return invalidValue(tape, value, problem);
}
