/** `model.save_weights` and `model.load_weights`. */
import { readHdf5, writeHdf5 } from '#containers/hdf5';
import { ValueError } from '#errors';
import { readKerasArchive, toHdf5Tree, toWeightTree } from '#formats/keras';
import { getRuntime } from '../../runtime';
import type { Model } from '../models';
import { assignWeights } from '../serialization';
import { compiledStateOf } from '../training';
import { loadOptimizer } from './optimizer-state';
import { checkOverwrite, type SaveOptions } from './paths';
import { weightsOf } from './save';

/** @throws ValueError for another ending than `.weights.h5`, or when the file may not be replaced */
export async function saveWeights(
  model: Model,
  path: string,
  options: SaveOptions = {},
): Promise<void> {
  if (!path.endsWith('.weights.h5')) {
    throw new ValueError(`The filename must end in \`.weights.h5\`. Received: filepath=${path}`);
  }
  await checkOverwrite(path, options);
  await getRuntime().workspace.write(path, writeHdf5(toHdf5Tree(weightsOf(model))));
}

/**
 * All of the weights, or an error and none. The optimizer's state comes along where the file has it.
 *
 * @throws ValueError, FileNotFoundError
 */
export async function loadWeights(model: Model, path: string): Promise<void> {
  const weights = await readWeights(path);
  assignWeights(model, weights, path);
  const compiled = compiledStateOf(model);
  const saved = weights.get('optimizer/vars');
  if (!compiled || !saved) return;
  if (saved.length > 2) compiled.optimizer.build(model.trainable_variables);
  loadOptimizer(compiled.optimizer, saved, path);
}

async function readWeights(path: string) {
  const bytes = await getRuntime().workspace.read(path);
  if (path.endsWith('.keras')) return (await readKerasArchive(bytes, path)).weights;
  if (path.endsWith('.weights.h5')) return toWeightTree(await readHdf5(bytes, path), path);
  throw new ValueError(
    `File format not supported: filepath=${path}. Keras 3 only supports V3 \`.keras\` and \`.weights.h5\` files, ` +
      'or legacy V1/V2 `.h5` files.',
    { place: path },
  );
}
