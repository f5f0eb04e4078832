/** GraphDefs and functions in one form, whatever their spelling of references; nothing is imported or understood. */
import {
  shapeOf,
  type AttrValue,
  type FunctionDef,
  type NodeDef,
  type OpDef_ArgDef,
} from '#formats/saved-model/schema';
import type { Shape } from '#graph';
import { dtypeText } from './proto-text';

/** One output of a node: `MatMul:product:0` in a function, `MatMul:0` in a graph. */
export interface TensorName {
  readonly node: string;
  /** Name of the output in a function's spelling; undefined in a graph's. */
  readonly output: string | undefined;
  readonly index: number;
}

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly device: string;
  readonly inputs: readonly TensorName[];
  /** Nodes that only have to come first. */
  readonly controls: readonly string[];
  readonly attrs: Readonly<Record<string, AttrValue>>;
}

/** What comes in from outside. */
export interface GraphArgument {
  readonly name: string;
  /** As the learner knows it: the signature's key, a variable's name. */
  readonly label: string;
  readonly dtype: string;
  readonly shape: Shape | undefined;
  /** A handle to a variable. */
  readonly isVariable: boolean;
}

export interface GraphResult {
  readonly label: string;
  readonly from: TensorName;
}

/** A graph, or a function's body. */
export interface GraphBody {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly inputs: ReadonlyMap<string, GraphArgument>;
  readonly outputs: readonly GraphResult[];
}

export const RESOURCE = 'resource';
const CALLS = ['PartitionedCall', 'StatefulPartitionedCall'];

/** The function that a node calls, if it does nothing else. */
export function calledFunction({ op, attrs }: GraphNode): string | undefined {
  if (!CALLS.includes(op)) return undefined;
  const value = attrs['f']?.value;
  return value?.case === 'func' ? value.value.name : undefined;
}

export function parseTensorName(text: string): TensorName {
  const [node = '', second, third] = text.split(':');
  if (third !== undefined) return { node, output: second, index: Number(third) };
  return { node, output: undefined, index: Number(second ?? 0) };
}

/** By their names; of two nodes with one name the first counts. */
export function nodesByName(defs: readonly NodeDef[]): Map<string, GraphNode> {
  const nodes = new Map<string, GraphNode>();
  for (const { name, op, device, input, attr } of defs) {
    if (nodes.has(name)) continue;
    nodes.set(name, {
      name,
      op,
      device,
      inputs: input.filter((each) => !each.startsWith('^')).map(parseTensorName),
      controls: input.filter((each) => each.startsWith('^')).map((each) => each.slice(1)),
      attrs: attr,
    });
  }
  return nodes;
}

/** @param labels of the arguments, by position */
export function functionBody(def: FunctionDef, labels: readonly (string | undefined)[]): GraphBody {
  const args = def.signature?.inputArg ?? [];
  return {
    nodes: nodesByName(def.nodeDef),
    inputs: new Map(args.map((arg, at) => [arg.name, argument(def, arg, at, labels[at])])),
    outputs: (def.signature?.outputArg ?? []).map(({ name }) => ({
      label: name,
      from: parseTensorName(def.ret[name] ?? name),
    })),
  };
}

function argument(
  def: FunctionDef,
  arg: OpDef_ArgDef,
  at: number,
  label: string | undefined,
): GraphArgument {
  const dtype = dtypeText(arg.type);
  const isVariable = dtype === RESOURCE;
  const handle = arg.handleData[0];
  const shapes = shapesOf(def.argAttr[at]?.attr ?? {});
  return {
    name: arg.name,
    label: label ?? arg.name,
    dtype: isVariable && handle ? dtypeText(handle.dtype) : dtype,
    shape: isVariable ? shapeOf(handle?.shape) : shapes[0],
    isVariable,
  };
}

/** Shapes of a node's outputs, where TensorFlow has noted them. */
export function shapesOf(attrs: GraphNode['attrs']): readonly (Shape | undefined)[] {
  const value = attrs['_output_shapes']?.value;
  return value?.case === 'list' ? value.value.shape.map(shapeOf) : [];
}

/** Ops with several outputs that have names of their own, in order. */
const OUTPUTS: Readonly<Record<string, readonly string[]>> = {
  FusedBatchNormV3: [
    'y',
    'batch_mean',
    'batch_variance',
    'reserve_space_1',
    'reserve_space_2',
    'reserve_space_3',
  ],
  TopKV2: ['values', 'indices'],
};

/** The shape of what flows from this output, if the graph says. */
export function shapeAt(
  body: GraphBody,
  { node: name, output, index }: TensorName,
): Shape | undefined {
  const node = body.nodes.get(name);
  if (!node) return body.inputs.get(name)?.shape;
  const shapes = shapesOf(node.attrs);
  const named = output === undefined ? -1 : (OUTPUTS[node.op]?.indexOf(output) ?? -1);
  return shapes[named > 0 ? named : index];
}
