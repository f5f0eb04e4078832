/** GraphDefs and functions in one form, whatever their spelling of references; nothing is imported or understood. */
import { outputPosition } from '#formats/saved-model';
import {
  inputsOf,
  parseTensorName,
  shapeOf,
  type AttrValue,
  type FunctionDef,
  type NodeDef,
  type OpDef_ArgDef,
  type TensorName,
} from '#formats/saved-model/schema';
import type { Shape } from '#graph';
import { dtypeText } from './proto-text';

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly device: string;
  readonly inputs: readonly TensorName[];
  /** Nodes that only have to come first. */
  readonly controls: readonly string[];
  readonly attr: Readonly<Record<string, AttrValue>>;
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

const RESOURCE = 'resource';
/** By their names; of two nodes with one name the first counts. */
export function nodesByName(defs: readonly NodeDef[]): Map<string, GraphNode> {
  const nodes = new Map<string, GraphNode>();
  for (const def of defs) {
    const { name, op, device, attr } = def;
    if (nodes.has(name)) continue;
    nodes.set(name, {
      name,
      op,
      device,
      ...inputsOf(def),
      attr,
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
export function shapesOf(attr: GraphNode['attr']): readonly (Shape | undefined)[] {
  const value = attr['_output_shapes']?.value;
  return value?.case === 'list' ? value.value.shape.map(shapeOf) : [];
}

/** The shape of what flows from this output, if the graph says. */
export function shapeAt(body: GraphBody, tensor: TensorName): Shape | undefined {
  const node = body.nodes.get(tensor.node);
  if (!node) return body.inputs.get(tensor.node)?.shape;
  return shapesOf(node.attr)[outputPosition(node, tensor)];
}
