/** Putting a functional model together again from its config, in every form in which Keras 3 has written it. */
import { NotImplementedError, PyRuntimeError, ValueError } from '#errors';
import { isPlainObject } from '../../python/options';
import type { KerasTensor } from '../keras-tensor';
import { isLayer } from '../layers/is-layer';
import type { CallOptions, Layer } from '../layers/layer';
import { flattenNest, type Nested } from '../nest';
import { deserializeKerasObject } from '../serialization/deserialize';
import { Functional } from './functional';
import { isFunctional } from './functional-graph';

interface LayerEntry {
  readonly name: string;
  readonly inbound_nodes: readonly unknown[];
}

/** A call that waits for the layers that it is made on. */
interface PendingCall {
  readonly layer: Layer;
  readonly node: unknown;
}

type Layers = ReadonlyMap<string, Layer>;

/** @throws ValueError when layers are missing or call each other in a circle */
export function functionalFromConfig(config: Record<string, unknown>): Functional {
  const entries = config['layers'] as readonly LayerEntry[];
  const layers = new Map<string, Layer>();
  let pending: PendingCall[] = [];
  for (const entry of entries) {
    const layer = deserializeKerasObject(entry);
    if (!isLayer(layer))
      throw new NotImplementedError(`'${entry.name}' is an operation that is not there yet.`, {
        place: entry.name,
      });
    layers.set(entry.name, layer);
    pending.push(...entry.inbound_nodes.map((node) => ({ layer, node })));
  }
  while (pending.length > 0) {
    const left = callWhatIsReady(pending, layers);
    if (left.length === pending.length) throw unresolved(left);
    pending = left;
  }
  return new Functional(
    endpoints(config['input_layers'], layers),
    endpoints(config['output_layers'], layers),
    {
      name: (config['name'] as string | undefined) ?? null,
      ...(typeof config['trainable'] === 'boolean' ? { trainable: config['trainable'] } : {}),
    },
  );
}

/** Makes the calls whose inputs are there; a layer's calls keep their order. Returns the rest. */
function callWhatIsReady(pending: readonly PendingCall[], layers: Layers): PendingCall[] {
  const waiting = new Set<Layer>();
  return pending.filter(({ layer, node }) => {
    if (waiting.has(layer)) return true;
    const call = readNode(node, layers);
    if (!call) {
      waiting.add(layer);
      return true;
    }
    layer.invoke(call.inputs, call.options);
    return false;
  });
}

interface ReadCall {
  readonly inputs: Nested<KerasTensor>;
  readonly options: CallOptions;
}

/** The call that a node describes, undefined while one of its inputs is missing. */
function readNode(node: unknown, layers: Layers): ReadCall | undefined {
  return Array.isArray(node) ? readLegacyNode(node, layers) : readCallNode(node, layers);
}

/** `{"args": [tensor or list of tensors], "kwargs": {…}}` */
function readCallNode(node: unknown, layers: Layers): ReadCall | undefined {
  const { args, kwargs } = node as { args: readonly unknown[]; kwargs: Record<string, unknown> };
  if (args.length !== 1)
    throw new NotImplementedError(
      'A layer called on several positional arguments is not there yet.',
    );
  const leaves = mapTensors(args[0], (history) => findTensor(history, layers));
  if (flattenNest(leaves).some((leaf) => leaf === undefined)) return undefined;
  const given = Object.entries(kwargs).filter(([, value]) => value !== null);
  return { inputs: leaves as Nested<KerasTensor>, options: Object.fromEntries(given) };
}

/** Keras 2's `[["layer", 0, 0, {}], …]` */
function readLegacyNode(node: readonly unknown[], layers: Layers): ReadCall | undefined {
  const parts = node as readonly (readonly [string, number, number, CallOptions?])[];
  const tensors = parts.map(([name, index, output]) => findTensor([name, index, output], layers));
  if (tensors.some((tensor) => tensor === undefined)) return undefined;
  const inputs = tensors.length === 1 ? tensors[0]! : (tensors as KerasTensor[]);
  return { inputs, options: parts[0]?.[3] ?? {} };
}

type Triple = readonly [string, number, number];

function mapTensors<T>(value: unknown, find: (history: Triple) => T): Nested<T> {
  if (Array.isArray(value)) return value.map((item) => mapTensors(item, find));
  if (isPlainObject(value) && value['class_name'] === '__keras_tensor__')
    return find((value['config'] as { keras_history: Triple }).keras_history);
  if (!isPlainObject(value))
    throw new NotImplementedError(`A layer called on ${String(value)} is not there yet.`);
  const entries = Object.entries(value).map(([key, item]) => [key, mapTensors(item, find)]);
  return Object.fromEntries(entries) as Nested<T>;
}

function findTensor([name, node, output]: Triple, layers: Layers): KerasTensor | undefined {
  const layer = layers.get(name);
  if (!layer) throw new ValueError(`Unknown layer: ${name}`, { place: name });
  const made = layer.inbound_nodes[node];
  return made ? flattenNest(made.outputs)[output] : undefined;
}

/** A list of triples, a bare triple (since Keras 3.11), or a dict of them. */
function endpoints(value: unknown, layers: Layers): Nested<KerasTensor> {
  if (isTriple(value)) return endpoint(value, layers);
  if (Array.isArray(value)) return value.map((item) => endpoints(item, layers));
  const entries = Object.entries(value as Record<string, unknown>);
  return Object.fromEntries(entries.map(([key, item]) => [key, endpoints(item, layers)]));
}

function isTriple(value: unknown): value is Triple {
  return Array.isArray(value) && value.length === 3 && typeof value[0] === 'string';
}

/** A functional model inside counts its calls from 1 here. */
function endpoint([name, node, output]: Triple, layers: Layers): KerasTensor {
  const layer = layers.get(name);
  if (!layer)
    throw new PyRuntimeError(`Internal error: could not find layer ${name}.`, { place: name });
  const index = isFunctional(layer) ? node - 1 : node;
  const tensor = findTensor([name, index, output], layers);
  if (tensor) return tensor;
  throw new ValueError(`Layer node index out of bounds. inbound_layer = ${layer.toString()}`, {
    place: name,
  });
}

function unresolved(pending: readonly PendingCall[]): ValueError {
  const names = [...new Set(pending.map(({ layer }) => layer.name))];
  return new ValueError(
    'Invalid Functional model configuration. The graph of the Functional model either has loops or disconnected ' +
      `nodes. The following nodes failed to be resolved: ${names.join(', ')}`,
    { place: names[0]! },
  );
}
