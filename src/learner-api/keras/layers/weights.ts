/** Finding what a layer's attributes hold. */
import { isPlainObject } from '../../python/options';
import type { KerasVariable } from '../variable';
import { isLayer } from './is-layer';
import type { Layer } from './layer';

/** Layers in the attributes of an object, also in lists and dicts, in the order of assignment, each once. */
export function findSublayers(owner: object): Layer[] {
  const found = new Set<Layer>();
  for (const value of Object.values(owner)) collect(value, found);
  found.delete(owner as Layer);
  return [...found];
}

function collect(value: unknown, found: Set<Layer>): void {
  if (isLayer(value)) found.add(value);
  else if (Array.isArray(value)) for (const item of value) collect(item, found);
  else if (isPlainObject(value)) for (const item of Object.values(value)) collect(item, found);
}

/** A layer's own variables, then those of the layers in it, each once. */
export function findWeights(layer: Layer): KerasVariable[] {
  const found = new Set<KerasVariable>(layer.own_variables());
  for (const sublayer of layer.sublayers()) {
    for (const variable of sublayer.weights) found.add(variable);
  }
  return [...found];
}
