/** The bytes of a model, read and checked. */
import { FileNotFoundError, PyTypeError, ValueError } from '#errors';
import { readTflite, type TfliteModel } from '#formats/tflite';
import { typeName } from '../../../python/type-name';
import { getRuntime } from '../../../runtime';
import type { InterpreterOptions } from './options';

export interface OpenedModel {
  /** Nobody else's: a cell may change the bytes that it gave. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly model: TfliteModel;
  /** For messages. */
  readonly file: string;
}

/** @throws ValueError, TypeError with TensorFlow's messages, or naming file and field when the bytes are no model */
export async function openModel({
  model_path: given = null,
  model_content = null,
}: Pick<InterpreterOptions, 'model_path' | 'model_content'>): Promise<OpenedModel> {
  const model_path = given === '' ? null : given;
  const hasContent = model_content !== null && sizeOf(model_content) > 0;
  if (model_path !== null && hasContent)
    throw new ValueError("Can't both provide `model_path` and `model_content`");
  if (model_path !== null) return opened(await readFile(model_path), model_path);
  if (hasContent) return opened(new Uint8Array(model_content).slice(), 'model_content');
  throw new ValueError('`model_path` or `model_content` must be specified.', {
    hint:
      model_content === null
        ? 'Write tf.lite.Interpreter({model_path: "model.tflite"}) or tf.lite.Interpreter({model_content: bytes}).'
        : 'model_content is empty. If it came from convert(), write await in front of that call.',
  });
}

function opened(bytes: Uint8Array<ArrayBuffer>, file: string): OpenedModel {
  return { bytes, model: readTflite(bytes, file), file };
}

function sizeOf(content: unknown): number {
  if (content instanceof Uint8Array || content instanceof ArrayBuffer) return content.byteLength;
  const isPromise = content instanceof Promise;
  throw new PyTypeError(`model_content must be bytes, not '${typeName(content)}'`, {
    hint: isPromise
      ? 'Write await in front of convert() or files.read().'
      : 'Give the Uint8Array that convert() or files.read() returns.',
  });
}

async function readFile(path: unknown): Promise<Uint8Array<ArrayBuffer>> {
  if (typeof path !== 'string') throw notAPath(path);
  const { workspace } = getRuntime();
  try {
    return await workspace.read(path);
  } catch (cause) {
    if (!(cause instanceof FileNotFoundError || cause instanceof ValueError)) throw cause;
    const inside = (await workspace.list()).filter((entry) => entry.path.startsWith(`${path}/`));
    throw new ValueError(`Could not open '${path}'.`, {
      place: path,
      cause,
      hint: hintFor(path, inside),
    });
  }
}

function hintFor(path: string, inside: readonly { readonly path: string }[]): string {
  if (inside.length === 0) return 'files.list() shows what is there.';
  const isSavedModel = inside.some((entry) => entry.path === `${path}/saved_model.pb`);
  return isSavedModel
    ? `It is a SavedModel. tf.lite.TFLiteConverter.from_saved_model('${path}') converts it.`
    : `It is a directory. It holds ${inside[0]!.path}.`;
}

function notAPath(path: unknown): PyTypeError {
  const hint =
    path instanceof Promise
      ? 'Write await in front of the call that gives it.'
      : 'Bytes go by name: tf.lite.Interpreter({model_content: bytes}).';
  return new PyTypeError(`expected str, bytes or os.PathLike object, not ${typeName(path)}`, {
    hint,
  });
}
