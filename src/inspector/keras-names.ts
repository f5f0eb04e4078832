/** From places in `model.weights.h5` to the names that the learner gave. */
import { layerKeys, type Json, type KerasObject } from '#formats/keras';

type JsonObject = { readonly [key: string]: Json };

export interface NamedLayer {
  readonly name: string;
  readonly className: string;
}

const KERNEL = ['kernel', 'bias'];
/** Models in models; what lies deeper keeps its place in the file as its name. */
const MAX_DEPTH = 32;

/** Variables of a class in the order in which they are kept, where the class always has all of them. */
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  Dense: KERNEL,
  Conv1D: KERNEL,
  Conv2D: KERNEL,
  Conv2DTranspose: KERNEL,
  DepthwiseConv2D: KERNEL,
  SeparableConv2D: ['depthwise_kernel', 'pointwise_kernel', 'bias'],
  BatchNormalization: ['gamma', 'beta', 'moving_mean', 'moving_variance'],
  LayerNormalization: ['gamma', 'beta'],
  Normalization: ['mean', 'variance', 'count'],
  Embedding: ['embeddings'],
};

/** By group in the weights file: `layers/dense_1` → the layer there. Layers of models inside the model are in it too. */
export function layersByGroup(config: KerasObject): ReadonlyMap<string, NamedLayer> {
  const found = new Map<string, NamedLayer>();
  collect(config, '', found);
  return found;
}

function collect(
  model: JsonObject,
  prefix: string,
  found: Map<string, NamedLayer>,
  depth = 0,
): void {
  if (depth > MAX_DEPTH) return;
  const layers = layersOf(model);
  const keys = layerKeys(layers.map(({ className }) => className));
  layers.forEach(({ name, className, object }, index) => {
    const group = `${prefix}layers/${keys[index]}`;
    found.set(group, { name, className });
    collect(object, `${group}/`, found, depth + 1);
  });
}

function layersOf({ class_name: model, config }: JsonObject) {
  const list = isObject(config) ? config['layers'] : undefined;
  if (!Array.isArray(list)) return [];
  const layers = (list as readonly Json[]).filter(isObject).map((object) => {
    const className = String(object['class_name']);
    const inner = object['config'];
    const name = isObject(inner) && typeof inner['name'] === 'string' ? inner['name'] : className;
    return { name, className, object };
  });
  // A Sequential does not count its input as a layer.
  return model === 'Sequential'
    ? layers.filter(({ className }) => className !== 'InputLayer')
    : layers;
}

/**
 * `dense/kernel` for `layers/dense_1/vars/0`; the path itself where nothing is known.
 * @param siblings number of variables in the same group
 */
export function weightName(
  layers: ReadonlyMap<string, NamedLayer>,
  group: string,
  index: number,
  siblings: number,
): string {
  const owner = [...ancestors(group)].find((path) => layers.has(path));
  const layer = owner === undefined ? undefined : layers.get(owner);
  if (!layer || owner === undefined) return `${group}/${index}`;
  const rest = group.slice(owner.length + 1).replace(/\/?vars$/, '');
  const known = Object.hasOwn(VARIABLES, layer.className) ? VARIABLES[layer.className] : undefined;
  const isPlain = known && (siblings === known.length || known === KERNEL);
  const variable = rest === '' && isPlain ? known[index] : undefined;
  return [layer.name, rest, variable ?? String(index)].filter(Boolean).join('/');
}

/** The path, then those of the groups around it, innermost first. */
function* ancestors(path: string): Generator<string> {
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
    yield path.slice(0, end);
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
