/** The tensors of a subgraph and the buffers behind them, as tables. */
import {
  byteLengthOf,
  constantOf,
  type SubGraph,
  type Tensor,
  type TfliteModel,
} from '#formats/tflite';
import { ValueError } from '#errors';
import type { TableColumn, TableRow } from '#protocol';
import { NDArray } from '#tensor';
import { table, type Draft } from '../blocks';
import { counted } from '../text';
import { isConstant } from './roles';
import {
  firstName,
  isQuantized,
  rangeText,
  scaleText,
  tensorShape,
  typeText,
  zeroPointText,
} from './text';

/** Users of a buffer that are named. */
const FEW = 4;

const COLUMNS: readonly TableColumn[] = [
  { title: 'Index', as: 'count' },
  { title: 'Name begins', as: 'code' },
  { title: 'Shape', as: 'code' },
  { title: 'Type', as: 'code' },
  { title: 'Scale', as: 'code' },
  { title: 'Zero point', as: 'code' },
  { title: 'Range', as: 'code' },
  { title: 'Bytes', as: 'bytes' },
  { title: 'Whole name', as: 'code' },
];

/** @param name of the subgraph, where there are several */
export function tensorBlocks(model: TfliteModel, graph: SubGraph, name: string): Draft[] {
  const indices = [...graph.tensors.keys()];
  const constants = indices.filter((index) => isConstant(model, graph, index));
  const computed = indices.filter((index) => !isConstant(model, graph, index));
  const rows = (list: readonly number[]) =>
    list.map((index) => rowOf(graph.tensors[index]!, index));
  return [
    table({
      title: name === '' ? 'Constants' : `Constants of ${name}`,
      intro:
        'Open a row to see how its values are spread, as real numbers where they are quantized.',
      columns: COLUMNS,
      rows: rows(constants),
      array: async (row) => realValues(model, graph.tensors[constants[row]!]!),
    }),
    table({
      title: name === '' ? 'Computed tensors' : `Computed tensors of ${name}`,
      intro: 'Inputs, and what operators compute.',
      columns: COLUMNS,
      rows: rows(computed),
    }),
  ].filter(({ block }) => block.kind === 'table' && block.total > 0);
}

function rowOf(tensor: Tensor, index: number): TableRow {
  return [
    index,
    firstName(tensor.name),
    tensorShape(tensor),
    typeText(tensor.type),
    scaleText(tensor),
    zeroPointText(tensor),
    rangeText(tensor),
    byteLengthOf(tensor.type, tensor.shape) ?? null,
    tensor.name,
  ];
}

/** A constant's values: float32 for quantized ones. */
export function realValues(model: TfliteModel, tensor: Tensor): NDArray {
  const codes = constantOf(model, tensor);
  if (!codes) throw new ValueError(`'${tensor.name}' has no values in the file.`);
  if (!isQuantized(tensor)) return codes;
  const { scale, zeroPoint, quantizedDimension } = tensor.quantization!;
  const inner = tensor.shape.slice(quantizedDimension + 1).reduce((size, dim) => size * dim, 1);
  const { data } = codes;
  const real = new Float32Array(data.length);
  for (let i = 0; i < real.length; i++) {
    const channel = scale.length === 1 ? 0 : Math.floor(i / inner) % scale.length;
    real[i] = scale[channel]! * (Number(data[i]) - zeroPoint[channel]!);
  }
  return new NDArray(real, tensor.shape, 'float32');
}

/** @param start where the file begins in the memory that its buffers are views of */
export function bufferTable(model: TfliteModel, start: number): Draft {
  const users = usersOf(model);
  const filled = [...model.buffers.entries()].filter(([, { data }]) => data.length > 0);
  const empty = model.buffers.length - filled.length;
  return table({
    title: '',
    intro: `${counted(empty, 'buffer')} without bytes, of tensors that are computed, are left out.`,
    columns: [
      { title: 'Index', as: 'count' },
      { title: 'At byte', as: 'count' },
      { title: 'Bytes', as: 'bytes' },
      { title: 'Used by', as: 'code' },
    ],
    rows: filled.map(([index, { data }]) => [
      index,
      data.byteOffset - start,
      data.length,
      shown(users.get(index) ?? []),
    ]),
  });
}

function shown(names: readonly string[]): string {
  if (names.length === 0) return 'nothing';
  const rest = names.length - FEW;
  return [...names.slice(0, FEW), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}

function usersOf({ metadata, subgraphs }: TfliteModel): ReadonlyMap<number, readonly string[]> {
  const users = new Map<number, string[]>();
  const add = (buffer: number, name: string) => {
    const known = users.get(buffer);
    if (known) known.push(name);
    else users.set(buffer, [name]);
  };
  for (const { tensors } of subgraphs) for (const { buffer, name } of tensors) add(buffer, name);
  for (const { buffer, name } of metadata) add(buffer, name);
  return users;
}
