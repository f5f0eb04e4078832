/** A model's SavedModel that stays in memory, for what converts it further. */
import { ValueError } from '#errors';
import type { Callable } from '../../functions/parameters';
import type { SpecTree } from '../../functions/specs';
import { TfFunction } from '../../functions/tf-function';
import { repr } from '../../python/repr';
import { TensorSpec } from '../../tf/tensor-spec';
import type { KerasTensor } from '../keras-tensor';
import type { Model } from '../models';
import { mapNest } from '../nest';
import { archiveSource, TRACKED } from './archive-source';
import { inputSignature } from './input-signature';

/**
 * As `model.export` writes it, but that a batch size which the model was given stays.
 * @returns the files by their paths in the directory
 * @throws ValueError with Keras's message for a model that does not know its inputs
 */
export async function modelFiles(model: Model): Promise<ReadonlyMap<string, Uint8Array>> {
  const fn = new TfFunction(model as Callable, ownSignature(model), false);
  const endpoint = fn.trace('serve', fn.type!);
  const { writeSavedModel } = await import('#formats/saved-model');
  const collections = new Map(TRACKED.map((name) => [name, model[name]]));
  return writeSavedModel(archiveSource([endpoint], collections));
}

function ownSignature(model: Model): readonly SpecTree[] {
  if (!model.built)
    throw new ValueError(
      `Model ${repr(model)} cannot be saved because the input shapes have not been set. Usually, input shapes are ` +
        'automatically determined from calling `.fit()` or `.predict()`. To manually set the shapes, call ' +
        '`model.build(input_shape)`.',
      { place: model.name },
    );
  const known = model.inputs_struct;
  return known
    ? [mapNest<KerasTensor, SpecTree>(known, specOf) as SpecTree]
    : inputSignature(model);
}

function specOf({ shape, dtype, name }: KerasTensor): TensorSpec {
  return new TensorSpec(shape, dtype, name);
}
