/** Helpers of this folder's tests: meta graphs written by hand. */
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { ValueError } from '#errors';
import type { SavedModelArtifact, TensorBundle } from '../artifact';
import {
  AttrValueSchema,
  BundleEntryProtoSchema,
  DataType,
  MetaGraphDefSchema,
  SavedModelSchema,
  type AttrValue,
  type MetaGraphDef,
} from '../schema';
import { NDArray } from '#tensor';

type Init<T> = T extends { value: infer V } ? V : never;
export type NodeInit = NonNullable<
  NonNullable<MessageInitShape<typeof MetaGraphDefSchema>['graphDef']>['node']
>[number];

const attr = (value: Init<AttrValue>) => create(AttrValueSchema, { value });

export const int = (value: number) => attr({ case: 'i', value: BigInt(value) });
export const text = (value: string) => attr({ case: 's', value: new TextEncoder().encode(value) });
export const type = (value: DataType) => attr({ case: 'type', value });
export const func = (name: string) =>
  create(AttrValueSchema, { value: { case: 'func', value: { name } } });

export function shape(...sizes: number[]): AttrValue {
  const dim = sizes.map((size) => ({ size: BigInt(size) }));
  return create(AttrValueSchema, { value: { case: 'shape', value: { dim } } });
}

/** A Const of float32 numbers. */
export function floats(name: string, ...values: number[]): NodeInit {
  const tensor = {
    dtype: DataType.DT_FLOAT,
    tensorShape: { dim: [{ size: BigInt(values.length) }] },
    floatVal: values,
  };
  return { name, op: 'Const', attr: { value: { value: { case: 'tensor', value: tensor } } } };
}

/** A Const of strings. */
export function strings(name: string, ...values: string[]): NodeInit {
  const tensor = {
    dtype: DataType.DT_STRING,
    stringVal: values.map((value) => new TextEncoder().encode(value)),
  };
  return { name, op: 'Const', attr: { value: { value: { case: 'tensor', value: tensor } } } };
}

export function placeholder(name: string): NodeInit {
  return { name, op: 'Placeholder', attr: { dtype: type(DataType.DT_FLOAT), shape: shape(-1, 4) } };
}

const FLOAT = type(DataType.DT_FLOAT);

export function node(
  name: string,
  op: string,
  input: string[],
  attrs: NodeInit['attr'] = {},
): NodeInit {
  return { name, op, input, attr: attrs };
}

/** A node with `T` float32. */
export function typed(
  name: string,
  op: string,
  input: string[],
  attrs: NodeInit['attr'] = {},
): NodeInit {
  return node(name, op, input, { T: FLOAT, ...attrs });
}

/** A function of one tensor `x`. @param output as in `Relu:activations:0` */
export function functionDef(name: string, nodeDef: NodeInit[], output: string) {
  return {
    signature: {
      name,
      inputArg: [{ name: 'x', type: DataType.DT_FLOAT }],
      outputArg: [{ name: 'y', type: DataType.DT_FLOAT }],
    },
    nodeDef,
    ret: { y: output },
  };
}

/** A meta graph whose signature `serving_default` takes `x` and gives `y`. */
export function metaGraph(
  nodes: NodeInit[],
  output: string,
  more: { readonly saverDef?: { readonly restoreOpName: string } } = {},
  functions: ReturnType<typeof functionDef>[] = [],
): MetaGraphDef {
  const info = (name: string) => ({
    encoding: { case: 'name' as const, value: name },
    dtype: DataType.DT_FLOAT,
  });
  return create(MetaGraphDefSchema, {
    graphDef: { node: nodes, library: { function: functions } },
    signatureDef: { serving_default: { inputs: { x: info('x:0') }, outputs: { y: info(output) } } },
    ...more,
  });
}

/** @param tensors of the checkpoint, float32, by key */
export function artifactOf(
  graph: MetaGraphDef,
  tensors: Readonly<Record<string, NDArray>> = {},
  assets: Readonly<Record<string, string>> = {},
): SavedModelArtifact {
  return {
    files: { path: 'serving/1', read: () => Promise.resolve(undefined) },
    proto: create(SavedModelSchema, { metaGraphs: [graph] }),
    metaGraph: () => graph,
    bundle: () => Promise.resolve(bundleOf(tensors)),
    asset: (filename) => {
      const content = assets[filename];
      return content === undefined
        ? Promise.reject(new ValueError(`serving/1/assets/${filename} is not there`))
        : Promise.resolve(new TextEncoder().encode(content));
    },
  };
}

function bundleOf(tensors: Readonly<Record<string, NDArray>>): TensorBundle {
  const entries = Object.entries(tensors).map(([key, array]) => {
    const dim = array.shape.map((size) => ({ size: BigInt(size) }));
    const entry = create(BundleEntryProtoSchema, { dtype: DataType.DT_FLOAT, shape: { dim } });
    return [key, entry] as const;
  });
  return {
    entries: new Map(entries),
    read: (key) => Promise.resolve(tensors[key]!),
    readStrings: () => Promise.resolve([]),
  };
}

export function float32(...values: number[]): NDArray {
  return new NDArray(Float32Array.from(values), [values.length], 'float32');
}
