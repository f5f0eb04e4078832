/** A model's weights as the tree of `model.weights.h5`, and back. */
import { ValueError } from '#errors';
import type { WeightTree } from '#formats/keras';
import { castArray } from '#graph';
import type { NDArray } from '#tensor';
import type { Layer } from '../layers/layer';
import { formatShape } from '../../python/shape';
import { repr } from '../../python/repr';
import type { KerasVariable } from '../variable';
import { placeLayers } from './weight-paths';

/** Every layer has a group, empty where it has no weights. */
export function collectWeights(model: Layer): WeightTree {
  return new Map(
    placeLayers(model).map(({ layer, group }) => [
      group,
      layer.own_variables().map((variable) => variable.value),
    ]),
  );
}

interface Failure {
  readonly layer: Layer;
  readonly group: string;
  readonly message: string;
}

/**
 * Gives the model the weights of a tree. Checks all of them first, so that a tree that does not fit changes nothing.
 * @param place the file, for messages
 * @throws ValueError with Keras's message, naming the first layer that does not fit
 */
export function assignWeights(model: Layer, tree: WeightTree, place = 'model.weights.h5'): void {
  const placed = placeLayers(model);
  const failures = placed.flatMap(({ layer, group }): Failure[] => {
    const message = findProblem(layer, tree.get(group) ?? []);
    return message === undefined ? [] : [{ layer, group, message }];
  });
  if (failures.length > 0) throw loadingFailure(failures, place);
  const values = placed.flatMap(({ layer, group }) =>
    layer.own_variables().map((variable, i): [KerasVariable, NDArray] => {
      return [variable, castArray(tree.get(group)![i]!, variable.dtype)];
    }),
  );
  for (const [variable, value] of values) variable.assign(value);
}

function findProblem(layer: Layer, values: readonly NDArray[]): string | undefined {
  const variables = layer.own_variables();
  if (values.length !== variables.length)
    return variables.length === 0 && !layer.built
      ? neverBuilt(layer, values.length)
      : `Layer '${layer.name}' expected ${variables.length} variables, but received ${values.length} variables during loading. ` +
          `Expected: ${repr(variables.map((variable) => variable.name))}`;
  const wrong = variables.findIndex(({ shape }, i) => {
    return formatShape(shape) !== formatShape(values[i]!.shape);
  });
  if (wrong < 0) return undefined;
  return variables[wrong]!.mismatch(values[wrong]!.shape);
}

function neverBuilt(layer: Layer, count: number): string {
  return (
    `Layer '${layer.name}' was never built and thus it doesn't have any variables. ` +
    `However the weights file lists ${count} variables for this layer.\n` +
    'In most cases, this error indicates that the layer is owned by a parent layer whose `build()` method ' +
    'did NOT create the state of this child. A `build()` method must create ALL state for the layer, including the ' +
    "state of any children layers: call the children's `build()` in it."
  );
}

function loadingFailure(failures: readonly Failure[], place: string): ValueError {
  const [first] = failures;
  const objects = failures.map(({ layer }) => layer.toString()).join(', ');
  return new ValueError(
    `A total of ${failures.length} objects could not be loaded. Example error message for object ${first!.layer.toString()}:\n\n` +
      `${first!.message}\n\nList of objects that could not be loaded:\n[${objects}]`,
    {
      place: `${place}: ${first!.group}`,
      hint: 'The weights belong to another architecture. The model was left as it was.',
    },
  );
}
