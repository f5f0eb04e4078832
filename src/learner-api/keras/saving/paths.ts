/** What may be saved where, with Keras's messages. */
import { NotImplementedError, ValueError } from '#errors';
import { getRuntime } from '../../runtime';

export interface SaveOptions {
  /** Replace a file that is there. Default: true. */
  readonly overwrite?: boolean;
}

/** @throws ValueError unless it ends in `.keras` */
export function checkModelPath(path: string): void {
  if (path.endsWith('.keras')) return;
  if (isLegacy(path)) throw legacyFormat();
  throw new ValueError(
    'Invalid filepath extension for saving. Please add either a `.keras` extension for the native Keras format ' +
      '(recommended) or a `.h5` extension. Use `model.export(filepath)` if you want to export a SavedModel for use ' +
      `with TFLite/TFServing/etc. Received: filepath=${path}.`,
    { place: path, hint: `For example: await model.save("${path.replace(/\.\w+$/, '')}.keras").` },
  );
}

/** @throws ValueError unless it ends in `.keras`, with what Keras says for other formats */
export function checkLoadPath(path: string): void {
  if (path.endsWith('.keras')) return;
  if (isLegacy(path)) throw legacyFormat();
  throw new ValueError(
    `File format not supported: filepath=${path}. Keras 3 only supports V3 \`.keras\` files, legacy H5 format files ` +
      '(`.h5` extension). Note that the legacy SavedModel format is not supported by `load_model()` in Keras 3. In ' +
      'order to reload a TensorFlow SavedModel as an inference-only layer in Keras 3, use ' +
      `\`keras.layers.TFSMLayer(${path}, call_endpoint='serving_default')\` (note that your \`call_endpoint\` might ` +
      'have a different name).',
    { place: path },
  );
}

/** @throws ValueError when the file is there and may not be replaced */
export async function checkOverwrite(path: string, { overwrite = true }: SaveOptions) {
  if (overwrite || !(await getRuntime().workspace.exists(path))) return;
  throw new ValueError(`${path} already exists - overwrite?`, {
    place: path,
    hint: 'Leave `overwrite` out to replace the file, or save under another name.',
  });
}

function isLegacy(path: string): boolean {
  return /\.(h5|hdf5)$/.test(path) && !path.endsWith('.weights.h5');
}

function legacyFormat(): NotImplementedError {
  return new NotImplementedError('The legacy HDF5 format for whole models is not there yet.', {
    hint: 'Use the native Keras format: a path that ends in .keras.',
  });
}
