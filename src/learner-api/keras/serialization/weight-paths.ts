/**
 * Where each layer's variables stand in `model.weights.h5`: by attribute and class, never by the layer's name.
 * Source of the walk: keras/src/saving/saving_lib.py.
 */
import { snakeCase } from '#formats/keras';
import { isPlainObject } from '../../python/options';
import { classNameOf } from '../../python/class-name';
import { isLayer } from '../layers/is-layer';
import type { Layer } from '../layers/layer';

export interface PlacedLayer {
  readonly layer: Layer;
  /** Group of its variables, for example `layers/dense/vars`. */
  readonly group: string;
}

/** The model and all layers in it, each once, in the order in which Keras writes them. */
export function placeLayers(model: Layer): PlacedLayer[] {
  const placed = new Map<Layer, string>();
  placeLayer(model, '', placed);
  return [...placed].map(([layer, group]) => ({ layer, group }));
}

function placeLayer(layer: Layer, path: string, placed: Map<Layer, string>): void {
  if (placed.has(layer)) return;
  placed.set(layer, join(path, 'vars'));
  for (const [name, child] of childrenOf(layer)) {
    if (isLayer(child)) placeLayer(child, join(path, name), placed);
    else placeContainer(child, join(path, name), placed);
  }
}

/** Lists and dicts name their members by class, with a counter that also counts those written elsewhere. */
function placeContainer(container: object, path: string, placed: Map<Layer, string>): void {
  const uses = new Map<string, number>();
  const unique = (name: string) => {
    const count = uses.get(name) ?? 0;
    uses.set(name, count + 1);
    return join(path, count === 0 ? name : `${name}_${count}`);
  };
  for (const child of Object.values(container) as unknown[]) {
    if (isLayer(child)) placeLayer(child, unique(snakeCase(classNameOf(child))), placed);
    else if (isContainer(child)) placeContainer(child, unique('container'), placed);
  }
}

/** What may hold layers: the layers of a model, and attributes by name, private ones last. */
function childrenOf(layer: Layer): [string, object][] {
  const attributes = Object.entries(layer).filter(
    ([, value]) => isLayer(value) || isContainer(value),
  );
  if ('layers' in layer) attributes.push(['layers', layer.layers]);
  return (attributes as [string, object][]).sort(([a], [b]) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function sortKey(name: string): string {
  return name.startsWith('_') ? `~${name}` : name;
}

function isContainer(value: unknown): value is object {
  return Array.isArray(value) || isPlainObject(value);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`;
}
