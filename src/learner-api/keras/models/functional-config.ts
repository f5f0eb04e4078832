/** The config of a functional model: its layers, and which call of which layer each one was called on. */
import { KerasTensor } from '../keras-tensor';
import type { Layer } from '../layers/layer';
import type { LayerNode } from '../layers/node';
import { mapNest, type Nested } from '../nest';
import { serializeLayer } from '../serialization/serialize-layer';
import { serializeKerasObject } from '../serialization/serialize';
import { isPlainObject } from '../../python/options';
import type { Functional } from './functional';
import { inputsOf, isFunctional, nodeOf } from './functional-graph';

type FunctionalParts = Pick<
  Functional,
  'name' | 'trainable' | 'layers' | 'inputs_struct' | 'outputs_struct' | 'nodes_by_depth'
>;

/** Written for Keras 3.3.3: tensors as lists of triples, never a bare triple. */
export function functionalConfig(model: FunctionalParts): Record<string, unknown> {
  const own = new Set(model.nodes_by_depth.flat());
  const history = (tensor: KerasTensor) => {
    const { operation, tensor_index } = tensor.keras_history;
    return [operation.name, indexAmong(own, nodeOf(tensor)), tensor_index] as const;
  };
  return {
    name: model.name,
    trainable: model.trainable,
    layers: model.layers.map((layer) => layerEntry(layer, own, history)),
    input_layers: endpoints(model.inputs_struct, history),
    output_layers: endpoints(model.outputs_struct, history),
  };
}

type History = (tensor: KerasTensor) => readonly [string, number, number];

function layerEntry(layer: Layer, own: ReadonlySet<LayerNode>, history: History) {
  const nodes = layer.inbound_nodes.filter((node) => own.has(node) && inputsOf(node).length > 0);
  return {
    ...serializeLayer(layer),
    name: layer.name,
    inbound_nodes: nodes.map((node) => ({
      args: [mapNest(node.inputs!, (tensor) => tensorLeaf(tensor, history))],
      kwargs: serializeKerasObject(node.options),
    })),
  };
}

function tensorLeaf(tensor: KerasTensor, history: History) {
  const { shape, dtype } = tensor;
  return {
    class_name: '__keras_tensor__',
    config: { shape, dtype, keras_history: history(tensor) },
  };
}

/** Triples of a model's inputs or outputs. A functional model inside counts its calls from 1 here. */
function endpoints(nest: Nested<KerasTensor>, history: History): unknown {
  const triple = (tensor: KerasTensor) => {
    const [name, node, index] = history(tensor);
    const { operation } = tensor.keras_history;
    return [name, isFunctional(operation) ? node + 1 : node, index];
  };
  if (nest instanceof KerasTensor) return [triple(nest)];
  if (isPlainObject(nest) || Array.isArray(nest))
    return mapNest<KerasTensor, unknown>(nest, triple);
  return [];
}

/** Place of a call among the calls of its layer that belong to the model. */
function indexAmong(own: ReadonlySet<LayerNode>, node: LayerNode): number {
  return node.operation.inbound_nodes.filter((other) => own.has(other)).indexOf(node);
}
