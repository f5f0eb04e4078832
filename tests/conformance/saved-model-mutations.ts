/** Ways to spoil a decoded SavedModel that leave it a well-formed message. */
import { create } from '@bufbuild/protobuf';
// The schema is no part of the format's entrance: nobody but its own code and these tests takes messages apart.
import type { DataType } from '../../src/formats/saved-model/schema';
import {
  AttrValueSchema,
  TensorShapeProtoSchema,
  type AttrValue,
  type MetaGraphDef,
  type NodeDef,
  type TensorShapeProto,
} from '../../src/formats/saved-model/schema';
import { seeded, type Random } from '../seeded';

/** Numbers from a seed. */
export class Dice {
  /** 0 … count - 1 */
  readonly roll: Random;

  constructor(seed: number) {
    this.roll = seeded(seed);
  }

  pick<T>(items: readonly T[]): T | undefined {
    return items[this.roll(items.length)];
  }
}

type Mutation = (graph: MetaGraphDef, dice: Dice) => void;

const HUGE = [2n ** 31n, 2n ** 40n, 2n ** 62n, -7n, 0n, 1n, 3n];
const OPS = [
  'MatMul',
  'Reshape',
  'Const',
  'Identity',
  'ConcatV2',
  'Fill',
  'Range',
  'StridedSlice',
  'Conv2D',
  'Tile',
  'Pack',
  'BroadcastTo',
  'OneHot',
  'Placeholder',
  'ReadVariableOp',
  'AssignVariableOp',
  'PartitionedCall',
  'LookupTableFindV2',
  'RestoreV2',
  'While',
  'Bogus',
  'Einsum',
  'Transpose',
  'Split',
  'Pad',
];

function bodies(graph: MetaGraphDef): NodeDef[][] {
  const functions = graph.graphDef?.library?.function ?? [];
  const all = [graph.graphDef?.node ?? [], ...functions.map((def) => def.nodeDef)];
  return all.filter((nodes) => nodes.length > 0);
}

function anyNode(graph: MetaGraphDef, dice: Dice): NodeDef | undefined {
  return dice.pick(dice.pick(bodies(graph)) ?? []);
}

function anyAttr(graph: MetaGraphDef, dice: Dice): AttrValue | undefined {
  const node = anyNode(graph, dice);
  return dice.pick(Object.values(node?.attr ?? {}));
}

function spoilShape(shape: TensorShapeProto | undefined, dice: Dice): void {
  if (!shape) return;
  if (dice.roll(4) === 0) shape.unknownRank = !shape.unknownRank;
  if (dice.roll(4) === 0)
    shape.dim = Array.from({ length: dice.roll(300) }, () => shape.dim[0]!).filter(Boolean);
  const dim = dice.pick(shape.dim);
  if (dim) dim.size = dice.pick(HUGE)!;
}

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'inputs swapped': (graph, dice) => {
    const inputs = anyNode(graph, dice)?.input;
    if (!inputs?.length) return;
    const [a, b] = [dice.roll(inputs.length), dice.roll(inputs.length)];
    [inputs[a], inputs[b]] = [inputs[b]!, inputs[a]!];
  },
  'an input taken from elsewhere': (graph, dice) => {
    const nodes = dice.pick(bodies(graph)) ?? [];
    const node = dice.pick(nodes);
    const source = dice.pick(nodes);
    const source2 = nodes === graph.graphDef?.node ? source?.name : `${source?.name}:output:0`;
    if (node && source2) node.input[dice.roll(node.input.length + 1)] = source2;
  },
  'an input that does not exist': (graph, dice) => {
    const node = anyNode(graph, dice);
    if (node?.input.length)
      node.input[dice.roll(node.input.length)] = dice.pick([
        'nowhere',
        '^nowhere',
        ':',
        '',
        'x:y:z',
        'a:9999999999',
        '__proto__',
        'Const:output:77',
      ])!;
  },
  'inputs dropped or repeated': (graph, dice) => {
    const node = anyNode(graph, dice);
    if (!node) return;
    if (dice.roll(2)) node.input.pop();
    else node.input.push(...node.input);
  },
  'another op': (graph, dice) => {
    const node = anyNode(graph, dice);
    if (node) node.op = dice.roll(2) ? dice.pick(OPS)! : (anyNode(graph, dice)?.op ?? 'Bogus');
  },
  'an attribute dropped': (graph, dice) => {
    const attrs = anyNode(graph, dice)?.attr ?? {};
    const name = dice.pick(Object.keys(attrs).filter((key) => !key.startsWith('_')));
    if (name !== undefined) Reflect.deleteProperty(attrs, name);
  },
  'an attribute of another node': (graph, dice) => {
    const node = anyNode(graph, dice);
    const name = dice.pick(Object.keys(node?.attr ?? {}));
    const other = anyAttr(graph, dice);
    if (node && name !== undefined && other) node.attr[name] = other;
  },
  'another type': (graph, dice) => {
    const value = anyAttr(graph, dice)?.value;
    const types = [...Array(31).keys(), 101] as DataType[];
    if (value?.case === 'type') value.value = dice.pick(types)!;
    if (value?.case === 'tensor') value.value.dtype = dice.pick(types)!;
  },
  'extreme numbers': (graph, dice) => {
    const value = anyAttr(graph, dice)?.value;
    if (value?.case === 'i') value.value = dice.pick(HUGE)!;
    if (value?.case === 'f') value.value = dice.pick([NaN, Infinity, -1e38])!;
    if (value?.case === 'list') value.value.i = value.value.i.map(() => dice.pick(HUGE)!);
    if (value?.case === 'list' && dice.roll(3) === 0) value.value.i = [];
  },
  'a shape spoiled': (graph, dice) => {
    const value = anyAttr(graph, dice)?.value;
    if (value?.case === 'shape') spoilShape(value.value, dice);
    if (value?.case === 'tensor') spoilShape(value.value.tensorShape, dice);
    const signature = dice.pick(Object.values(graph.signatureDef));
    const info = dice.pick(Object.values({ ...signature?.inputs, ...signature?.outputs }));
    if (dice.roll(2)) spoilShape(info?.tensorShape, dice);
  },
  'huge constants': (graph, dice) => {
    const node = anyNode(graph, dice);
    const value = anyAttr(graph, dice)?.value;
    if (value?.case !== 'tensor' || !node) return;
    value.value.tensorContent = new Uint8Array();
    const dim = [{ size: dice.pick(HUGE)! }, { size: 2n ** 20n }];
    value.value.tensorShape = create(TensorShapeProtoSchema, { dim });
  },
  'constants cut short': (graph, dice) => {
    const value = anyAttr(graph, dice)?.value;
    if (value?.case === 'tensor') value.value.tensorContent = value.value.tensorContent.slice(1);
  },
  'calls go elsewhere': (graph, dice) => {
    const calls = bodies(graph)
      .flat()
      .filter((node) => 'f' in node.attr);
    const value = dice.pick(calls)?.attr['f']?.value;
    const target = dice.pick(graph.graphDef?.library?.function ?? [])?.signature?.name ?? '';
    if (value?.case === 'func') value.value.name = target;
  },
  'a function calls itself twice': (graph, dice) => {
    const def = dice.pick(graph.graphDef?.library?.function ?? []);
    const call = dice.pick(def?.nodeDef ?? []);
    if (!def || !call) return;
    call.op = 'PartitionedCall';
    const func = { name: def.signature?.name ?? '' };
    call.attr['f'] = create(AttrValueSchema, { value: { case: 'func', value: func } });
  },
  'a node or function removed': (graph, dice) => {
    const nodes = dice.roll(4) ? dice.pick(bodies(graph)) : graph.graphDef?.library?.function;
    if (nodes) nodes.splice(dice.roll(nodes.length), 1);
  },
  'returns and arguments spoiled': (graph, dice) => {
    const def = dice.pick(graph.graphDef?.library?.function ?? []);
    const name = dice.pick(Object.keys(def?.ret ?? {}));
    if (!def || name === undefined) return;
    if (dice.roll(2)) def.ret[name] = dice.pick(['x', 'gone:output:0', 'Identity:output:3', ''])!;
    else if (dice.roll(2)) def.signature?.inputArg.pop();
    else Reflect.deleteProperty(def.ret, name);
  },
  'signatures point elsewhere': (graph, dice) => {
    const signature = dice.pick(Object.values(graph.signatureDef));
    const info = dice.pick(Object.values({ ...signature?.inputs, ...signature?.outputs }));
    const node = dice.pick(graph.graphDef?.node ?? []);
    if (info?.encoding.case === 'name') info.encoding.value = `${node?.name}:${dice.roll(3)}`;
    if (info && dice.roll(3) === 0) info.dtype = dice.roll(31) as DataType;
  },
  'objects renumbered': (graph, dice) => {
    const objects = graph.objectGraphDef?.nodes ?? [];
    const child = dice.pick(dice.pick(objects)?.children ?? []);
    if (child) child.nodeId = dice.roll(objects.length + 3) - 1;
    const traces = Object.values(graph.objectGraphDef?.concreteFunctions ?? {});
    const bound = dice.pick(traces)?.boundInputs;
    if (bound?.length) bound[dice.roll(bound.length)] = dice.roll(objects.length + 3) - 1;
    if (bound && dice.roll(4) === 0) bound.pop();
  },
  'saver and init op elsewhere': (graph, dice) => {
    const node = dice.pick(graph.graphDef?.node ?? [])?.name ?? '';
    if (graph.saverDef && dice.roll(2)) graph.saverDef.restoreOpName = node;
    const info = graph.signatureDef['__saved_model_init_op']?.outputs['__saved_model_init_op'];
    if (info) info.encoding = { case: 'name', value: node };
  },
};
