/** A `.keras` archive: how the model is built, what its weights are, and what the optimizer needs to go on. */
import { listZip, readZip } from '#containers/zip';
import { PythonError } from '#errors';
import type { Json, KerasObject } from '#formats/keras';
import { arrayTable, totalBytes, totalCount, type NamedArray } from '../arrays';
import type { ArtifactFile, OpenedArtifact } from '../artifact';
import { assemble, attempt, facts, note, tree, type Draft } from '../blocks';
import { parseJson } from '../json';
import { layersByGroup, type NamedLayer } from '../keras-names';
import { readWeights } from '../keras-weights';
import { count } from '../text';
import { jsonTree } from '../tree/json-tree';
import { memberTable } from '../zip-members';
import { modelFacts, sizeOfParts } from '../keras-overview';

type Members = ReadonlyMap<string, Uint8Array>;

const CONFIG = 'config.json';
const METADATA = 'metadata.json';

export async function open({ path, bytes }: ArtifactFile): Promise<OpenedArtifact> {
  const listing = await listZip(bytes, path);
  const members = await readZip(bytes, { name: path });
  const config = tryJson(members, path, CONFIG);
  const metadata = tryJson(members, path, METADATA);
  const layers = isModel(config) ? layersByGroup(config) : new Map<string, NamedLayer>();
  const read = await readWeights(members, path, layers);
  return assemble('Keras model', summaryOf(config), [
    {
      title: 'Overview',
      blocks: [
        facts('', modelFacts(config, metadata, read.weights, read.optimizer)),
        ...sizeOfParts(listing, read),
      ],
    },
    { title: 'Weights', blocks: [...read.problems, ...weightBlocks(read.weights)] },
    { title: 'Optimizer', blocks: optimizerBlocks(read.optimizer, read.weights) },
    { title: 'Config', blocks: await jsonBlocks(members, path) },
    { title: 'Members', blocks: [memberTable('', listing)] },
  ]);
}

function tryJson(members: Members, path: string, member: string): Json | undefined {
  const bytes = members.get(member);
  if (!bytes) return undefined;
  try {
    return parseJson(bytes, `${path}: ${member}`);
  } catch (error) {
    if (error instanceof PythonError) return undefined;
    throw error;
  }
}

function isModel(value: Json | undefined): value is KerasObject {
  return typeof value === 'object' && value !== null && 'class_name' in value;
}

function summaryOf(config: Json | undefined): string {
  const kind = isModel(config) ? String(config.class_name) : undefined;
  const whole = 'how it is built, what it has learned, and what its optimizer needs to go on';
  return kind
    ? `A ${kind} model that Keras can load and train further: ${whole}.`
    : `An archive that should hold a Keras model: ${whole}.`;
}

function weightBlocks(weights: readonly NamedArray[]): Draft[] {
  if (weights.length === 0) return [note('There are no weights in this file.')];
  const intro = `${count(totalCount(weights))} numbers. Open a row to see how its values are spread.`;
  return [arrayTable({ title: '', intro, what: 'Weight', arrays: weights })];
}

function optimizerBlocks(
  optimizer: readonly NamedArray[],
  weights: readonly NamedArray[],
): Draft[] {
  if (optimizer.length === 0) {
    const text = 'No optimizer state: the model was not compiled, or its optimizer kept nothing.';
    return [note(text)];
  }
  const times = totalBytes(optimizer) / Math.max(1, totalBytes(weights));
  const intro = `Needed to train further, and for nothing else: ${times.toFixed(1)} times the bytes of the weights.`;
  return [arrayTable({ title: '', intro, what: 'Variable', arrays: optimizer })];
}

async function jsonBlocks(members: Members, path: string): Promise<Draft[]> {
  const blocks: Draft[] = [];
  for (const member of [CONFIG, METADATA]) {
    const bytes = members.get(member);
    if (!bytes) {
      blocks.push(note(`${path} holds no ${member}.`, 'bad', member));
      continue;
    }
    const make = () => [tree(member, jsonTree(parseJson(bytes, `${path}: ${member}`)))];
    blocks.push(...(await attempt(member, make)));
  }
  return blocks;
}
