/** Reading back what was written, for the tests of this room. */
import { decodeMessage } from '#containers/protobuf';
import {
  calledFunction,
  SavedModelSchema,
  type AttrValue,
  type FunctionDef,
  type MetaGraphDef,
  type NodeDef,
  type SavedObject,
} from '../schema';
import type { SavedModelSource } from '../source';
import { writeSavedModel } from './index';

const decoder = new TextDecoder();

/** A written directory, decoded. */
export class Written {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly meta: MetaGraphDef;

  constructor(source: SavedModelSource) {
    this.files = writeSavedModel(source);
    const file = 'saved_model.pb';
    const { metaGraphs } = decodeMessage(SavedModelSchema, this.files.get(file)!, { file });
    this.meta = metaGraphs[0]!;
  }

  get nodes(): readonly NodeDef[] {
    return this.meta.graphDef!.node;
  }

  get functions(): readonly FunctionDef[] {
    return this.meta.graphDef!.library!.function;
  }

  node(name: string): NodeDef {
    return this.nodes.find((node) => node.name === name)!;
  }

  /** The function whose name, without its number, ends so. */
  fn(ending: string): FunctionDef {
    return this.functions.find(({ signature }) => {
      return signature!.name.replace(/_\d+$/, '').endsWith(ending);
    })!;
  }

  /** The function that an outer node calls. */
  called(node: NodeDef): FunctionDef {
    return this.functions.find(({ signature }) => signature!.name === calledFunction(node))!;
  }

  /** The object that these names lead to from the root. */
  object(...path: readonly string[]): SavedObject {
    const { nodes } = this.meta.objectGraphDef!;
    return path.reduce((object, name) => {
      return nodes[object.children.find((child) => child.localName === name)!.nodeId]!;
    }, nodes[0]!);
  }
}

/** `name = Op(inputs) {attrs}`, without what every node has. */
export function printNode({ name, op, input, attr }: NodeDef): string {
  const shown = Object.keys(attr)
    .filter((key) => !key.startsWith('_'))
    .sort()
    .map((key) => `${key}: ${printAttr(attr[key]!)}`);
  return `${name} = ${op}(${input.join(', ')}) {${shown.join(', ')}}`;
}

export function printAttr({ value }: AttrValue): string {
  switch (value.case) {
    case 's':
      return decoder.decode(value.value);
    case 'shape':
      return `[${value.value.dim.map(({ size }) => size)}]`;
    case 'list': {
      const { i, type, shape } = value.value;
      return `[${[...i, ...type, ...shape.map(({ dim }) => `[${dim.map(({ size }) => size)}]`)]}]`;
    }
    case 'tensor':
      return `tensor of ${value.value.dtype}`;
    case 'func':
      return value.value.name;
    default:
      return String(value.value);
  }
}

/** The elements of a constant vector of strings. */
export function strings({ attr }: NodeDef): string[] {
  const value = attr['value']!.value;
  return value.case === 'tensor' ? value.value.stringVal.map((bytes) => decoder.decode(bytes)) : [];
}
