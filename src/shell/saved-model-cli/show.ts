/**
 * What `saved_model_cli show` of TensorFlow 2.21 prints, as pure functions of the message. Where its order is that of a
 * hash table (ops, keys of dict arguments), the order here is that of the names.
 */
import { PyRuntimeError, ValueError } from '#errors';
import type { MetaGraphDef, SavedModel, SignatureDef } from '#formats/saved-model/schema';
import { reprText } from '#tensor';
import { functionsText } from './functions';
import { opsUsedBy } from './ops';
import { listText, setText, sortedTexts } from './python-text';
import { signatureText } from './tensor-info';

/** Tags, and tensors of signatures; a model has a few dozen. */
const MOST_LISTED = 20_000;

/** @throws ValueError for a model of which nobody would read the list */
export function checkListable({ metaGraphs }: SavedModel, path: string): void {
  const sizes = metaGraphs.flatMap(({ metaInfoDef, signatureDef }) => [
    1 + (metaInfoDef?.tags.length ?? 0),
    ...Object.values(signatureDef).map(
      ({ inputs, outputs }) => 1 + Object.keys(inputs).length + Object.keys(outputs).length,
    ),
  ]);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= MOST_LISTED) return;
  throw new ValueError(
    `The SavedModel at ${path} has ${total} tags, signatures and tensors in signatures, over the ${MOST_LISTED} that are listed here.`,
    { hint: 'No model needs so many; the file is damaged, or made to do harm.' },
  );
}

/** `show --dir D --all` @throws KeyError for a data type that TensorFlow has no name for */
export function showAll(model: SavedModel): string {
  const sorted = [...model.metaGraphs].sort((a, b) => compareLists(tagsOf(a), tagsOf(b)));
  return sorted.map(metaGraphText).join('') + functionsText(model);
}

/** `show --dir D` */
export function showTagSets(model: SavedModel): string {
  const tagSets = model.metaGraphs.map(tagsOf).sort(compareLists);
  const lines = tagSets.map((tags) => `${reprText(sortedTexts(tags).join(', '))}\n`);
  return `The given SavedModel contains the following tag-sets:\n${lines.join('')}`;
}

/** `show --dir D --tag_set T` */
export function showSignatureKeys(metaGraph: MetaGraphDef): string {
  const keys = sortedTexts(Object.keys(metaGraph.signatureDef));
  const lines = keys.map((key) => `SignatureDef key: "${key}"\n`);
  return `The given SavedModel MetaGraphDef contains SignatureDefs with the following keys:\n${lines.join('')}`;
}

/** `show --dir D --tag_set T --signature_def S` @throws ValueError when there is no such signature */
export function showSignature(metaGraph: MetaGraphDef, key: string): string {
  return signatureText(findSignature(metaGraph, key), 0);
}

/** The line that `--list_ops` adds. */
export function showOps(metaGraph: MetaGraphDef): string {
  const ops = setText(opsUsedBy(metaGraph));
  return `The MetaGraph with tag set ${listText(tagsOf(metaGraph))} contains the following ops: ${ops}\n`;
}

/**
 * @param tagSet tags separated by commas; the same set in any order is found
 * @throws PyRuntimeError naming the tag sets that are there
 */
export function findMetaGraph(model: SavedModel, tagSet: string): MetaGraphDef {
  const wanted = setText(tagSet.split(',').filter(Boolean));
  const found = model.metaGraphs.find((metaGraph) => setText(tagsOf(metaGraph)) === wanted);
  if (found) return found;
  const valid = model.metaGraphs.map((one) => sortedTexts(new Set(tagsOf(one))).join(','));
  throw new PyRuntimeError(
    `MetaGraphDef associated with tag-set ${tagSet} could not be found in the SavedModel. Please use one of the following tag-sets: ${listText(valid)}`,
  );
}

/** @throws ValueError naming the signatures that are there */
export function findSignature(metaGraph: MetaGraphDef, key: string): SignatureDef {
  if (Object.hasOwn(metaGraph.signatureDef, key)) return metaGraph.signatureDef[key]!;
  const keys = sortedTexts(Object.keys(metaGraph.signatureDef)).join(', ');
  throw new ValueError(`Could not find signature "${key}". Please choose from: ${keys}`);
}

export function tagsOf(metaGraph: MetaGraphDef): readonly string[] {
  return metaGraph.metaInfoDef?.tags ?? [];
}

function metaGraphText(metaGraph: MetaGraphDef): string {
  const tags = tagsOf(metaGraph).join(', ');
  const signatures = sortedTexts(Object.keys(metaGraph.signatureDef)).map(
    (key) => `\nsignature_def['${key}']:\n${signatureText(metaGraph.signatureDef[key]!, 1)}`,
  );
  return `\nMetaGraphDef with tag-set: '${tags}' contains the following SignatureDefs:\n${signatures.join('')}${showOps(metaGraph)}`;
}

/** As Python orders lists: by the first items that differ, then by length. */
function compareLists(a: readonly string[], b: readonly string[]): number {
  const i = a.findIndex((item, at) => item !== b[at]);
  if (i < 0) return a.length - b.length;
  if (i >= b.length) return 1;
  return sortedTexts([a[i]!, b[i]!])[0] === a[i] ? -1 : 1;
}
