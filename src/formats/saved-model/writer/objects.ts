/** The object graph: what `tf.saved_model.load` makes of the file, and what the functions of it are bound to. */
import type { MessageInitShape } from '@bufbuild/protobuf';
import { compareUtf8 } from '#bytes';
import type { SavedConcreteFunctionSchema, SavedObjectGraphSchema } from '../schema';
import type { EndpointFunction } from './endpoint-function';
import type { WrittenFunction } from './function-def';
import { ObjectTree, type ObjectNode } from './object-tree';
import { dataType, shapeProto } from './proto-values';
import type { SignatureFunction } from './signature';
import {
  dictOf,
  fullArgSpec,
  isInput,
  isTensor,
  none,
  specOf,
  structured,
  tupleOf,
  type StructuredInit,
} from './structures';
import type { VariableLayout, VariableSlot } from './variables';

type ConcreteFunctionInit = MessageInitShape<typeof SavedConcreteFunctionSchema>;

export interface ObjectGraphParts {
  readonly layout: VariableLayout;
  readonly endpoints: readonly EndpointFunction[];
  readonly signatures: readonly SignatureFunction[];
  /** How many files `asset_file_def` lists. */
  readonly assetCount: number;
}

/** The list that Keras keeps assets in. */
const ASSETS = '_misc_assets';

export class ObjectGraph {
  readonly tree: ObjectTree;
  readonly #parts: ObjectGraphParts;
  readonly #variables: ReadonlyMap<VariableSlot, ObjectNode>;

  constructor(parts: ObjectGraphParts) {
    this.#parts = parts;
    const { layout, endpoints, signatures } = parts;
    this.#variables = new Map(layout.slots.map((slot) => [slot, variableObject(slot)]));
    const sorted = endpoints.toSorted((a, b) => compareUtf8(a.endpoint.name, b.endpoint.name));
    this.tree = new ObjectTree(
      userObject('_generic_user_object', [
        ...this.#lists(),
        ...sorted.map((fn) => [fn.endpoint.name, endpointObject(fn)] as const),
        ['signatures', signatureMap(signatures)],
      ]),
    );
  }

  message(): MessageInitShape<typeof SavedObjectGraphSchema> {
    const { endpoints, signatures } = this.#parts;
    const functions = [
      ...endpoints.map((fn) => [fn.name, this.#concrete(fn, endpointSpecs(fn))] as const),
      ...signatures.map((fn) => [fn.name, this.#concrete(fn, signatureSpecs(fn))] as const),
    ];
    return { nodes: this.tree.savedObjects(), concreteFunctions: Object.fromEntries(functions) };
  }

  #lists(): (readonly [string, ObjectNode])[] {
    const { layout, assetCount } = this.#parts;
    const assets = Array.from({ length: assetCount }, (_, i) => assetObject(i));
    const lists = layout.lists.map(({ name, slots }) => {
      const variables = slots.map((slot) => this.#variables.get(slot)!);
      return [name, listObject(name === ASSETS ? [...variables, ...assets] : variables)] as const;
    });
    if (assetCount === 0 || lists.some(([name]) => name === ASSETS)) return lists;
    return [...lists, [ASSETS, listObject(assets)]];
  }

  #concrete(fn: WrittenFunction, specs: ConcreteFunctionInit): ConcreteFunctionInit {
    const boundInputs = fn.captures.map((variable) => {
      const slot = this.#parts.layout.slotOf.get(variable)!;
      return this.tree.idOf(this.#variables.get(slot)!);
    });
    return { boundInputs, ...specs };
  }
}

function userObject(identifier: string, children: ObjectNode['children']): ObjectNode {
  const version = { producer: 1, minConsumer: 1 };
  return { kind: { case: 'userObject', value: { identifier, version } }, children };
}

function listObject(items: readonly ObjectNode[]): ObjectNode {
  return userObject(
    'trackable_list_wrapper',
    items.map((item, i) => [String(i), item] as const),
  );
}

function assetObject(assetFileDefIndex: number): ObjectNode {
  return { kind: { case: 'asset', value: { assetFileDefIndex } }, children: [] };
}

function variableObject(slot: VariableSlot): ObjectNode {
  const { dtype, shape, trainable, path } = slot.variable;
  const value = { dtype: dataType(dtype), shape: shapeProto(shape), trainable, name: path };
  return { kind: { case: 'variable', value }, children: [], slot };
}

function endpointObject(fn: EndpointFunction): ObjectNode {
  const parameters = fn.endpoint.arguments;
  const fullargspec = fullArgSpec(
    parameters.map(({ name }) => name),
    [],
  );
  const inputSignature = tupleOf(inputSpecs(fn));
  const trace = bareFunction(fn.name, {
    argumentKeywords: fn.endpointInputs.map(({ key }) => key),
    allowedPositionalArguments: BigInt(fn.endpointInputs.length),
    fullargspec,
  });
  const value = { concreteFunctions: [fn.name], functionSpec: { fullargspec, inputSignature } };
  return {
    kind: { case: 'function', value },
    children: [['trace_0', trace]],
    dependsOnChildren: true,
  };
}

function signatureMap(signatures: readonly SignatureFunction[]): ObjectNode {
  const children = signatures.map((fn) => {
    const keys = fn.keyedInputs.map(({ key }) => key);
    const object = bareFunction(fn.name, {
      argumentKeywords: keys,
      allowedPositionalArguments: keys.length === 1 ? 1n : 0n,
      fullargspec: fullArgSpec([], keys),
    });
    return [fn.signature, object] as const;
  });
  return userObject('signature_map', children);
}

interface Callable {
  readonly argumentKeywords: string[];
  readonly allowedPositionalArguments: bigint;
  readonly fullargspec: StructuredInit;
}

function bareFunction(concreteFunctionName: string, callable: Callable): ObjectNode {
  const { fullargspec, ...value } = callable;
  const functionSpec = { fullargspec, inputSignature: none };
  return {
    kind: { case: 'bareConcreteFunction', value: { ...value, concreteFunctionName, functionSpec } },
    children: [],
  };
}

function inputSpecs({ endpoint }: EndpointFunction): StructuredInit[] {
  return endpoint.arguments.map(({ value }) => {
    return structured(value, isInput, ({ spec, key }) => specOf(spec, key));
  });
}

function endpointSpecs(fn: EndpointFunction): ConcreteFunctionInit {
  const outputSignature = structured(fn.endpoint.outputs, isTensor, ({ node, index }, path) => {
    return specOf(node.outputs[index]!, outputName(path));
  });
  const canonicalizedInputSignature = tupleOf([tupleOf(inputSpecs(fn)), dictOf({})]);
  return { canonicalizedInputSignature, outputSignature };
}

/** As TensorFlow names the tensors of a result. */
function outputName(path: readonly string[]): string {
  if (path.length === 0) return 'unknown';
  return /^\d+$/.test(path[0]!) ? `tensor_${path.join('_')}` : path.join('_');
}

function signatureSpecs(fn: SignatureFunction): ConcreteFunctionInit {
  const specs = (tensors: SignatureFunction['keyedInputs']) =>
    dictOf(Object.fromEntries(tensors.map(({ key, spec }) => [key, specOf(spec, key)])));
  return {
    canonicalizedInputSignature: tupleOf([tupleOf([]), specs(fn.keyedInputs)]),
    outputSignature: specs(fn.keyedOutputs),
  };
}
