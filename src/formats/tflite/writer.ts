/** Writes `.tflite` files. */
import { writeFlatbuffer } from '#containers/flatbuffer';
import type { OperatorCode, TfliteModel } from './model';
import { IDENTIFIER, modelTable, type StoredOperatorCode } from './schema';

/** The largest code of the field that has a byte; larger ones are in the other field only. */
const LAST_BYTE_CODE = 127;

/**
 * The bytes of a `.tflite` file, buffers at multiples of 16. The same model always gives the same bytes; nothing is
 * checked but that values fit their fields (see `validateTflite`).
 * @throws ValueError naming the field when a value does not fit, or an operator has options of an unknown table
 */
export function writeTflite(model: TfliteModel): Uint8Array<ArrayBuffer> {
  const stored = {
    ...model,
    operatorCodes: model.operatorCodes.map(storedCode),
    buffers: model.buffers.map(({ data }) => ({ data, offset: 0, size: 0 })),
    subgraphs: model.subgraphs.map((graph) => ({
      ...graph,
      tensors: graph.tensors.map((tensor) => ({ ...tensor, externalBuffer: 0 })),
    })),
  };
  return writeFlatbuffer(modelTable, stored, { identifier: IDENTIFIER, sizeHint: sizeOf(model) });
}

function storedCode(code: OperatorCode): StoredOperatorCode {
  return { ...code, deprecatedBuiltinCode: Math.min(code.builtinCode, LAST_BYTE_CODE) };
}

/** A little more than the file will have. */
function sizeOf({ buffers, subgraphs }: TfliteModel): number {
  const data = buffers.reduce((sum, buffer) => sum + buffer.data.length + 64, 0);
  const parts = subgraphs.flatMap(({ tensors, operators }) => [
    ...tensors.map(({ name, quantization }) => {
      return 160 + 2 * name.length + 12 * (quantization?.scale.length ?? 0);
    }),
    ...operators.map(() => 128),
  ]);
  return parts.reduce((sum, bytes) => sum + bytes, data + 4096);
}
