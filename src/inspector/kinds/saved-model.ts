/** A SavedModel directory. */
import { ValueError } from '#errors';
import { readSavedModel, type SavedModelArtifact, type TensorBundle } from '#formats/saved-model';
import { SavedModelSchema, type MetaGraphDef } from '#formats/saved-model/schema';
import type { Fact } from '#protocol';
import type { ArtifactFile, OpenedArtifact } from '../artifact';
import { assemble, attempt, facts, graph, note, tree, type Draft } from '../blocks';
import { graphSource } from '../graph';
import { endpointBlocks, endpointsOf } from '../saved-model/endpoints';
import { functionBlocks } from '../saved-model/functions';
import { fileTable, messageTable } from '../saved-model/sizes';
import {
  isCopy,
  storedTensors,
  sumOf,
  variableBlocks,
  variableNames,
} from '../saved-model/variables';
import { counted } from '../text';
import { messageTree } from '../tree/message-tree';

const MESSAGE = 'saved_model.pb';

export async function open(file: ArtifactFile): Promise<OpenedArtifact> {
  const artifact = await readSavedModel(file);
  const meta = servingGraph(artifact, file.path);
  const bundle = await tryBundle(artifact);
  const bytes = (await file.read(MESSAGE)) ?? new Uint8Array();
  return assemble('SavedModel', summaryOf(meta), [
    {
      title: 'Overview',
      blocks: [
        facts('', overview(artifact, meta, bundle)),
        fileTable(file.files),
        ...(await attempt('', () => [messageTable(bytes)])),
      ],
    },
    { title: 'Endpoints', blocks: endpointBlocks(meta) },
    { title: 'Graph', blocks: await attempt('', () => [graph('', graphSource(meta))]) },
    { title: 'Variables', blocks: await variables(artifact) },
    { title: 'Functions', blocks: functionBlocks(meta) },
    { title: 'Message', blocks: [tree('', messageTree(SavedModelSchema, artifact.proto))] },
  ]);
}

/** The graph that serving uses or, where there is none, the first. */
function servingGraph({ proto }: SavedModelArtifact, path: string): MetaGraphDef {
  const serving = proto.metaGraphs.find(({ metaInfoDef }) => metaInfoDef?.tags.includes('serve'));
  const meta = serving ?? proto.metaGraphs[0];
  if (meta) return meta;
  throw new ValueError(`${path}/${MESSAGE} holds no graph.`, {
    place: `${path}/${MESSAGE}`,
    hint: 'Export the model again, or take a fresh copy.',
  });
}

async function tryBundle(artifact: SavedModelArtifact): Promise<TensorBundle | undefined> {
  let bundle: TensorBundle | undefined;
  await attempt('', async () => {
    bundle = await artifact.bundle();
    return [];
  });
  return bundle;
}

function summaryOf(meta: MetaGraphDef): string {
  const endpoints = counted(endpointsOf(meta).length, 'endpoint');
  return `A computation with its variables, ready to be served: ${endpoints}, and no Python code.`;
}

function overview(
  { proto }: SavedModelArtifact,
  meta: MetaGraphDef,
  bundle: TensorBundle | undefined,
): Fact[] {
  const info = meta.metaInfoDef;
  const tagSets = proto.metaGraphs.map(({ metaInfoDef }) => metaInfoDef?.tags.join(', ') ?? '');
  const functions = meta.graphDef?.library?.function.length ?? 0;
  return [
    {
      label: 'Written by',
      value: `TensorFlow ${info?.tensorflowVersion || 'unknown'}`,
      as: 'text',
    },
    { label: 'Tags', value: tagSets.join(' · '), as: 'code' },
    {
      label: 'Endpoints',
      value: endpointsOf(meta)
        .map(([name]) => name)
        .join(', '),
      as: 'code',
    },
    { label: 'Functions', value: functions, as: 'count' },
    ...variableFacts(bundle),
  ];
}

function variableFacts(bundle: TensorBundle | undefined): Fact[] {
  if (!bundle) return [];
  const tensors = storedTensors(bundle);
  const originals = tensors.filter((tensor) => !isCopy(tensor));
  const numbers = originals.reduce((sum, { count }) => sum + count, 0);
  const all = sumOf(tensors);
  const copies = all - sumOf(originals);
  return [
    {
      label: 'Variables',
      value: originals.length,
      as: 'count',
      beside: `with ${counted(numbers, 'number')}`,
    },
    {
      label: 'Their values',
      value: all - copies,
      as: 'bytes',
      ...(copies > 0 && {
        beside: `and once more as copies, ${((100 * copies) / all).toFixed(0)} % of the data file`,
      }),
    },
  ];
}

function variables(artifact: SavedModelArtifact): Promise<readonly Draft[]> {
  return attempt('', async () => {
    const bundle = await artifact.bundle();
    if (!bundle) return [note('There is no variables/ directory: this model has constants only.')];
    return variableBlocks(bundle, await variableNames(bundle));
  });
}
