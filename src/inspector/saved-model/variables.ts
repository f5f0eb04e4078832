/** The variables of a SavedModel, or of any checkpoint: what the index of a TensorBundle says. */
import { PythonError } from '#errors';
import { readCheckpointObjects, type TensorBundle } from '#formats/saved-model';
import { OBJECT_GRAPH_KEY, shapeOf, type BundleEntryProto } from '#formats/saved-model/schema';
import { note, table, type Draft } from '../blocks';
import { elementCount } from '#graph';
import { dtypeText } from '../graph/proto-text';
import { count, shapeText } from '../text';

/** Keras keeps the values of all variables a second time under this name. */
const COPIES = '_all_variables/';

export interface StoredTensor {
  readonly key: string;
  readonly entry: BundleEntryProto;
  readonly bytes: number;
  /** Number of elements; 0 if the shape is not known. */
  readonly count: number;
}

/** Without the object graph. */
export function storedTensors(bundle: TensorBundle): StoredTensor[] {
  return [...bundle.entries]
    .filter(([key]) => key !== OBJECT_GRAPH_KEY)
    .map(([key, entry]) => {
      const shape = shapeOf(entry.shape);
      return { key, entry, bytes: Number(entry.size), count: (shape && elementCount(shape)) ?? 0 };
    });
}

/** Whether it is one of the second copies that Keras writes. */
export function isCopy({ key }: StoredTensor): boolean {
  return key.startsWith(COPIES);
}

export function sumOf(tensors: readonly StoredTensor[]): number {
  return tensors.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Names of variables by checkpoint key, if the object graph is there and sound. */
export async function variableNames(bundle: TensorBundle): Promise<ReadonlyMap<string, string>> {
  try {
    const objects = await readCheckpointObjects(bundle, 'the checkpoint');
    const attributes = objects?.nodes.flatMap((node) => node.attributes) ?? [];
    return new Map(attributes.map(({ checkpointKey, fullName }) => [checkpointKey, fullName]));
  } catch (error) {
    if (error instanceof PythonError) return new Map();
    throw error;
  }
}

/** @param names of variables by key */
export function variableBlocks(bundle: TensorBundle, names: ReadonlyMap<string, string>): Draft[] {
  const tensors = storedTensors(bundle);
  if (tensors.length === 0) return [note('There are no variables in this bundle.')];
  const all = Math.max(1, sumOf(tensors));
  return [
    ...copyNote(tensors),
    table({
      title: '',
      intro: 'Open a row to see how its values are spread.',
      columns: [
        { title: 'Variable', as: 'code' },
        { title: 'Checkpoint key', as: 'code' },
        { title: 'Shape', as: 'code' },
        { title: 'Type', as: 'code' },
        { title: 'At byte', as: 'count' },
        { title: 'Bytes', as: 'bytes' },
        { title: 'Share', as: 'share' },
      ],
      rows: tensors.map(({ key, entry, bytes }) => [
        names.get(key) ?? '',
        key.replace(/\/\.ATTRIBUTES\/VARIABLE_VALUE$/, ''),
        shapeText(shapeOf(entry.shape)),
        dtypeText(entry.dtype),
        Number(entry.offset),
        bytes,
        bytes / all,
      ]),
      array: (row) => bundle.read(tensors[row]!.key),
    }),
  ];
}

function copyNote(tensors: readonly StoredTensor[]): Draft[] {
  const copies = sumOf(tensors.filter(isCopy));
  if (copies === 0) return [];
  const all = sumOf(tensors);
  return [
    note(
      `Keras stores every weight twice: as an attribute of the loaded object and again below _all_variables. ` +
        `That is ${count(copies)} of ${count(all)} bytes.`,
    ),
  ];
}
