/** Endpoints as contracts: in a sentence, and as tables of what goes in and what comes out. */
import {
  isForLoaders,
  shapeOf,
  type MetaGraphDef,
  type SignatureDef,
  type TensorInfo,
} from '#formats/saved-model/schema';
import type { TableRow } from '#protocol';
import { note, table, type Draft } from '../blocks';
import { dtypeText } from '../graph/proto-text';
import { count, shapeText, shorten } from '../text';

type Tensors = SignatureDef['inputs'];

/** The table below the sentence has them all. */
const MOST_IN_SENTENCE = 8;

/** What a call gets that names no endpoint. */
const DEFAULT = 'serving_default';

/** Signatures for callers, the default first. */
export function endpointsOf(meta: MetaGraphDef): [string, SignatureDef][] {
  return Object.entries(meta.signatureDef)
    .filter(([name]) => !isForLoaders(name))
    .sort(([a], [b]) => {
      if (a === DEFAULT || b === DEFAULT) return a === DEFAULT ? -1 : 1;
      return a < b ? -1 : 1;
    });
}

export function endpointBlocks(meta: MetaGraphDef): Draft[] {
  const endpoints = endpointsOf(meta);
  if (endpoints.length === 0) {
    return [note('This SavedModel has no signatures, so that no server can call it.')];
  }
  const blocks = endpoints.map(([name, signature]) => contract(name, signature));
  return [
    note('None stands for any number: mostly the number of examples in one call.'),
    ...blocks,
  ];
}

function contract(name: string, { inputs, outputs, methodName }: SignatureDef): Draft {
  const needs = sentence(inputs);
  const gives = sentence(outputs);
  return table({
    title: name,
    intro: [
      `Give it ${needs || 'nothing'}; it returns ${gives || 'nothing'}.`,
      ...(name === DEFAULT ? ['Calls that name no endpoint get this one.'] : []),
      `Method: ${methodName || 'none'}.`,
    ].join(' '),
    columns: [
      { title: '', as: 'text' },
      { title: 'Name', as: 'code' },
      { title: 'Type', as: 'code' },
      { title: 'Shape', as: 'code' },
      { title: 'Tensor in the graph', as: 'code' },
    ],
    rows: [...rowsOf('Input', inputs), ...rowsOf('Output', outputs)],
  });
}

function rowsOf(side: string, tensors: Tensors): TableRow[] {
  return sorted(tensors).map(([name, info]) => [
    side,
    name,
    dtypeText(info.dtype),
    shapeText(shapeOf(info.tensorShape)),
    placeOf(info),
  ]);
}

function placeOf({ encoding }: TensorInfo): string {
  return encoding.case === 'name' ? encoding.value : (encoding.case ?? '');
}

/** `images, float32 of shape (None, 28, 28), and …`. */
function sentence(tensors: Tensors): string {
  const all = sorted(tensors);
  const texts = all
    .slice(0, MOST_IN_SENTENCE)
    .map(
      ([name, { dtype, tensorShape }]) =>
        `${shorten(name)}, ${dtypeText(dtype)} of shape ${shorten(shapeText(shapeOf(tensorShape)))}`,
    );
  const rest = all.length - texts.length;
  return [...texts, ...(rest > 0 ? [`${count(rest)} more`] : [])].join(', and ');
}

function sorted(tensors: Tensors): [string, TensorInfo][] {
  return Object.entries(tensors).sort(([a], [b]) => (a < b ? -1 : 1));
}
