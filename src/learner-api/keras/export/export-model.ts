/** `model.export`: a model as a SavedModel with the endpoint `serve`. */
import { NotImplementedError, PyTypeError, ValueError } from '#errors';
import type { SpecTree } from '../../functions/specs';
import { checkOptions, firstOption } from '../../python/options';
import { repr, str } from '../../python/repr';
import type { Model } from '../models';
import { ExportArchive } from './export-archive';
import { inputSignature } from './input-signature';

export interface ExportOptions {
  /** Only `tf_saved_model`, which is the default. */
  readonly format?: string;
  /** Print the endpoint. Default: true. */
  readonly verbose?: boolean | null;
  /** Shape and dtype of the inputs: a list with one TensorSpec, or a list or object of them. Default: the model's own. */
  readonly input_signature?: readonly SpecTree[] | null;
}

const FORMATS = ['tf_saved_model', 'onnx', 'openvino', 'litert', 'torch'];

/** @throws ValueError with Keras's messages for another format and for a model that was never built or called */
export async function exportModel(
  model: Model,
  filepath: string,
  format?: string | ExportOptions,
  rest?: ExportOptions,
): Promise<void> {
  const options = firstOption<ExportOptions>('Model.export', 'format', format, rest);
  checkOptions('Model.export', options, ['format', 'verbose', 'input_signature']);
  if (typeof filepath !== 'string')
    throw new PyTypeError("Model.export() missing 1 required positional argument: 'filepath'");
  checkFormat(options.format ?? 'tf_saved_model');
  const archive = new ExportArchive();
  archive.track_and_add_endpoint({
    name: 'serve',
    resource: model,
    input_signature: options.input_signature ?? inputSignature(model),
  });
  await archive.write_out(filepath, { verbose: options.verbose ?? true });
}

function checkFormat(format: string): void {
  if (format === 'tf_saved_model') return;
  if (!FORMATS.includes(format))
    throw new ValueError(
      `Unrecognized format=${str(format)}. Supported formats are: ${repr(FORMATS)}.`,
    );
  if (format === 'torch') throw new ValueError('Torch export requires PyTorch backend.');
  throw new NotImplementedError(`model.export with format='${format}' is not there yet.`, {
    hint: 'Leave `format` out to export a SavedModel.',
  });
}
