/** `model.save`: architecture, weights, compile state and optimizer as a `.keras` archive in Keras 3.3.3's dialect. */
import { writeKerasArchive, type KerasArchive, type WeightTree } from '#formats/keras';
import { getRuntime } from '../../runtime';
import type { Model } from '../models';
import { collectWeights, serializeModel } from '../serialization';
import { compiledStateOf } from '../training';
import { compileConfigOf } from './compile-config';
import { checkModelPath, checkOverwrite, type SaveOptions } from './paths';

/** The dialect that every Keras 3 reads. */
const KERAS_VERSION = '3.3.3';

/**
 * Writes the model to the workspace.
 *
 * @throws ValueError for another ending than `.keras`, or when the file may not be replaced; QuotaError
 */
export async function saveModel(
  model: Model,
  path: string,
  options: SaveOptions = {},
): Promise<void> {
  checkModelPath(path);
  await checkOverwrite(path, options);
  const bytes = await writeKerasArchive(archiveOf(model, new Date()));
  await getRuntime().workspace.write(path, bytes);
}

/** The model as data. @param date when it is saved, local time */
export function archiveOf(model: Model, date: Date): KerasArchive {
  const compiled = compiledStateOf(model);
  const config = serializeModel(model);
  return {
    metadata: { keras_version: KERAS_VERSION, date_saved: formatDate(date) },
    config: compiled ? { ...config, compile_config: compileConfigOf(compiled) } : config,
    weights: weightsOf(model),
  };
}

/** The model's weights and, if it was compiled, the optimizer's variables. */
export function weightsOf(model: Model): WeightTree {
  const compiled = compiledStateOf(model);
  const weights = new Map(collectWeights(model));
  if (compiled) weights.set('optimizer/vars', compiled.optimizer.variableValues());
  return weights;
}

/** `2026-05-01@13:45:00` */
function formatDate(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `${day}@${time}`;
}
