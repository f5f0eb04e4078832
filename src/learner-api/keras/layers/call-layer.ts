/** Calling a layer: what it does depends on what it is called on. */
import { isPlainObject } from '../../python/options';
import { typeRepr } from '../../python/type-name';
import { KeyError, NotImplementedError, PyTypeError, ValueError } from '#errors';
import { currentGraph, GraphBuilder, SymbolicTensor, withGraph, type Shape } from '#graph';
import { DTYPES, NDArray } from '#tensor';
import { KerasTensor } from '../keras-tensor';
import { autoName, withNameScope } from '../names';
import { flattenNest, mapNest, packNest, type Nested } from '../nest';
import { currentCall, withCall } from './call-context';
import { classNameOf } from '../../python/class-name';
import { assertInputCompatibility } from './input-spec';
import type { CallOptions, Layer } from './layer';

/** `layer(inputs, options)` */
export function callLayer(layer: Layer, inputs: unknown, options: CallOptions): unknown {
  const leaves = flattenNest<unknown>(inputs as Nested<unknown>);
  if (leaves.length > 0 && leaves.every((leaf) => leaf instanceof KerasTensor))
    return callOnKerasTensors(layer, inputs as Nested<KerasTensor>, options);
  if (leaves.some((leaf) => leaf instanceof SymbolicTensor)) {
    const { builder } = leaves.find((leaf) => leaf instanceof SymbolicTensor)!;
    const tensors = mapNest(inputs as Nested<SymbolicTensor>, (leaf) => builder.tensor(leaf));
    return callInGraph(layer, tensors, options);
  }
  if (leaves.length > 0 && leaves.every((leaf) => leaf instanceof NDArray))
    return callOnArrays(layer, inputs as Nested<NDArray>, options);
  throw notTensors(
    layer,
    leaves.find((leaf) => !(leaf instanceof NDArray)),
  );
}

/** Adds the layer's operations to the graph of its inputs. */
export function callInGraph(
  layer: Layer,
  given: Nested<SymbolicTensor>,
  options: CallOptions,
): Nested<SymbolicTensor> {
  const { builder } = flattenNest(given)[0]!;
  return withGraph(builder, () => {
    const inputs = mapNest(given, (tensor) => autocast(layer, tensor));
    prepare(
      layer,
      mapNest(inputs, (tensor) => tensor.shape),
    );
    const outer = currentCall();
    const training = options.training ?? outer?.training ?? false;
    return builder.scope(layer.name, () =>
      withNameScope(layer.name, layer, () =>
        withCall({ training, losses: outer?.losses ?? [] }, () => {
          requireCall(layer);
          const outputs = layer.call(inputs as never, { ...options, training });
          return finish(layer, outputs);
        }),
      ),
    );
  });
}

function requireCall(layer: Layer): void {
  if (typeof (layer as { call?: unknown }).call === 'function') return;
  const className = classNameOf(layer);
  throw new NotImplementedError(`Layer ${className} does not have a \`call\` method implemented.`, {
    hint: `Add call(x, {training}) { … } to class ${className}.`,
  });
}

/** Builds the layer if it is not, and checks the inputs' shapes. */
function prepare(layer: Layer, shapes: Nested<Shape>): void {
  const flat = flattenShapes(shapes);
  assertInputCompatibility(layer.input_spec, flat, layer.name);
  if (layer.built && !(isStateless(layer) && layer.build_shape === undefined)) return;
  refuseDict(layer, shapes);
  layer.build(shapes);
  assertInputCompatibility(layer.input_spec, flat, layer.name);
}

/** Keras's own layers take tensors; a layer before that gives them by name is most often a SavedModel's signature. */
function refuseDict(layer: Layer, shapes: Nested<Shape>): void {
  const isBuiltin = Object.hasOwn(layer.constructor, 'class_name') && !('layers' in layer);
  if (!isPlainObject(shapes) || !isBuiltin) return;
  const names = Object.keys(shapes);
  throw new KeyError('-1', {
    place: layer.name,
    hint: `${layer.name} was given an object of tensors (${names.join(', ')}). Pick one, as in x["${names[0]}"], in a functional model; a TFSMLayer with call_endpoint "serve" gives the tensor itself.`,
  });
}

/** Without weights there is nothing to build, but configs tell the shape nevertheless. */
function isStateless(layer: Layer): boolean {
  return (layer.constructor as { readonly is_stateless?: boolean }).is_stateless === true;
}

/** The shapes in a structure of them; `flattenNest` would take them apart. */
function flattenShapes(shapes: Nested<Shape>): Shape[] {
  if (isShape(shapes)) return [shapes];
  if (Array.isArray(shapes)) return (shapes as readonly Nested<Shape>[]).flatMap(flattenShapes);
  const dict = shapes as { readonly [key: string]: Nested<Shape> };
  return Object.keys(dict)
    .sort()
    .flatMap((key) => flattenShapes(dict[key]!));
}

function isShape(shapes: Nested<Shape>): shapes is Shape {
  return Array.isArray(shapes) && shapes.every((dim) => dim === null || typeof dim === 'number');
}

function finish(layer: Layer, outputs: Nested<SymbolicTensor>): Nested<SymbolicTensor> {
  for (const output of flattenNest(outputs)) {
    if (!(output instanceof SymbolicTensor))
      throw new PyTypeError(
        `call() of layer '${layer.name}' (${classNameOf(layer)}) must return a tensor, a list or a dict of tensors. Received: ${String(output)}`,
      );
    addActivityLoss(layer, output);
  }
  return outputs;
}

/** The penalty on the output, per sample of the batch. */
function addActivityLoss(layer: Layer, output: SymbolicTensor): void {
  const regularizer = layer.activity_regularizer;
  if (!regularizer) return;
  const loss = regularizer(output);
  const batch = output.builder.addNode('Shape', [output]).at(0).astype(loss.dtype);
  currentCall()!.losses.push(loss.div(batch));
}

function autocast(layer: Layer, tensor: SymbolicTensor): SymbolicTensor {
  const wanted = layer.compute_dtype;
  const isFloat = DTYPES[tensor.dtype].isFloat && DTYPES[wanted].isFloat;
  return isFloat ? tensor.astype(wanted) : tensor;
}

/** Finds out the outputs' shapes by tracing the call on placeholders, and records it. */
function callOnKerasTensors(
  layer: Layer,
  inputs: Nested<KerasTensor>,
  options: CallOptions,
): Nested<KerasTensor> {
  const builder = new GraphBuilder();
  const placeholders = mapNest(inputs, ({ shape, dtype }) =>
    builder.placeholder('input', { shape, dtype }),
  );
  const results = withCall({ training: false, losses: [] }, () =>
    callInGraph(layer, placeholders, options),
  );
  const node_index = layer.inbound_nodes.length;
  const outputs = flattenNest(results).map(
    ({ shape, dtype }, tensor_index) =>
      new KerasTensor(shape, dtype, autoName('keras_tensor'), {
        operation: layer,
        node_index,
        tensor_index,
      }),
  );
  const packed = packNest(results, outputs);
  layer.add_node({ operation: layer, inputs, options, outputs: packed });
  return packed;
}

/** Computes the layer on arrays; inside a layer's `call` they are constants of the graph being traced. */
function callOnArrays(
  layer: Layer,
  inputs: Nested<NDArray>,
  options: CallOptions,
): Nested<SymbolicTensor> | Promise<Nested<NDArray>> {
  const outer = currentGraph();
  const builder = outer ?? new GraphBuilder();
  const constants = mapNest(inputs, (array) => builder.constant(array));
  const outputs = callInGraph(layer, constants, options);
  if (outer) return outputs;
  return compute(builder, outputs);
}

async function compute(
  builder: GraphBuilder,
  outputs: Nested<SymbolicTensor>,
): Promise<Nested<NDArray>> {
  const { runEager } = await import('../training');
  return packNest(outputs, await runEager(builder, flattenNest(outputs)));
}

/** For a layer or model that is called on anything but tensors and arrays. */
export function notTensors(layer: Layer, value: unknown): ValueError {
  return new ValueError(
    `Only input tensors may be passed as positional arguments. The following argument value should be passed as a keyword argument: ${String(value)} (of type ${typeRepr(value)})`,
    { place: layer.name, hint: `Give ${layer.name} a tensor or an array.` },
  );
}
