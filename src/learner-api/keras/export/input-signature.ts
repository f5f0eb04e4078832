/** What a model takes, as an input signature. Source of the rules: keras/src/export/export_utils.py. */
import { ValueError } from '#errors';
import type { Shape } from '#graph';
import type { SpecTree } from '../../functions/specs';
import { isPlainObject } from '../../python/options';
import { TensorSpec } from '../../tf/tensor-spec';
import type { KerasTensor } from '../keras-tensor';
import type { Model } from '../models';
import { mapNest } from '../nest';

/**
 * One argument, nested as the model's inputs are; the batch is open.
 * @throws ValueError for a model that does not know its inputs yet
 */
export function inputSignature(model: Model): readonly SpecTree[] {
  if (!model.built)
    throw new ValueError(
      'The model provided has not yet been built. It must be built before export.',
      { place: model.name, hint: 'Give it an Input layer, call build(), or train it first.' },
    );
  const known = model.inputs_struct;
  if (known) return [mapNest<KerasTensor, SpecTree>(known, specOf) as SpecTree];
  const isCalled = model.sublayers().every(({ built }) => built);
  if (model.build_shape === undefined || !isCalled)
    throw new ValueError(
      'The model provided has never called. It must be called at least once before export.',
      { place: model.name, hint: 'Call it on an array, or train it, first.' },
    );
  return [specsOf(model.build_shape)];
}

function specOf({ shape, dtype, name }: KerasTensor): TensorSpec {
  return new TensorSpec([null, ...shape.slice(1)], dtype, name);
}

/** A shape, or lists and dicts of them. */
function specsOf(shapes: unknown): SpecTree {
  if (isPlainObject(shapes))
    return Object.fromEntries(Object.entries(shapes).map(([key, item]) => [key, specsOf(item)]));
  const list = shapes as readonly unknown[];
  const isShape = list.every((dim) => dim === null || typeof dim === 'number');
  return isShape ? new TensorSpec([null, ...(list as Shape).slice(1)]) : list.map(specsOf);
}
