/** Reads `.tflite` files that nobody vouches for. */
import { FlatBytes, readFlatbuffer } from '#containers/flatbuffer';
import { NotImplementedError, ValueError } from '#errors';
import type { TfliteModel } from './model';
import { IDENTIFIER, modelTable, type StoredModel } from './schema';
import { validateTflite } from './validate';

/** As TensorFlow says it of whatever its verifier refuses. */
const NO_MODEL = 'The model is not a valid Flatbuffer buffer';

/**
 * The model in these bytes; buffers are views of them. What passes is sound: indices are in range, constants as long as
 * their shapes say, operators in an order in which they can run.
 * @param file for messages
 * @throws ValueError naming file and field when the bytes are no such model; NotImplementedError when it keeps buffers
 * outside of the flatbuffer
 */
export function readTflite(bytes: Uint8Array, file = 'model.tflite'): TfliteModel {
  const identifier = new FlatBytes(bytes).identifier();
  if (identifier !== IDENTIFIER) {
    const found = JSON.stringify(identifier);
    throw new ValueError(
      `${NO_MODEL}: ${file} has the identifier ${found}, should be "${IDENTIFIER}".`,
      { place: file, hint: 'Convert the model with tf.lite.TFLiteConverter.' },
    );
  }
  const model = plainModel(readStored(bytes, file), file);
  validateTflite(model, file);
  return model;
}

function readStored(bytes: Uint8Array, file: string): StoredModel {
  try {
    return readFlatbuffer(modelTable, bytes, { file });
  } catch (cause) {
    if (!(cause instanceof ValueError)) throw cause;
    const { message, hint, place } = cause;
    throw new ValueError(`${NO_MODEL}: ${message}`, {
      cause,
      ...(hint !== undefined && { hint }),
      ...(place !== undefined && { place }),
    });
  }
}

function plainModel(stored: StoredModel, file: string): TfliteModel {
  return {
    ...stored,
    operatorCodes: stored.operatorCodes.map(({ deprecatedBuiltinCode, builtinCode, ...code }) => ({
      ...code,
      builtinCode: Math.max(deprecatedBuiltinCode, builtinCode),
    })),
    buffers: stored.buffers.map(({ data, offset }, index) => {
      if (offset > 1) refuseOutside(file, `buffers[${index}]`, 'behind the flatbuffer');
      return { data };
    }),
    subgraphs: stored.subgraphs.map((graph) => ({
      ...graph,
      tensors: graph.tensors.map(({ externalBuffer, ...tensor }) => {
        if (externalBuffer !== 0) refuseOutside(file, `tensor '${tensor.name}'`, 'in another file');
        return tensor;
      }),
    })),
  };
}

function refuseOutside(file: string, what: string, where: string): never {
  throw new NotImplementedError(`${file}: ${what} has its data ${where}, which is not read here.`, {
    place: file,
    hint: 'Convert the model into one file of less than 2 GB, with its buffers inside.',
  });
}
