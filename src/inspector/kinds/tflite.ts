/** A `.tflite` file: what it computes, of what types, and where its bytes are. */
import { readTflite } from '#formats/tflite';
import type { ArtifactFile, OpenedArtifact } from '../artifact';
import { assemble, attempt, graph, tree } from '../blocks';
import { tfliteGraph } from '../tflite/graph';
import { operatorBlocks } from '../tflite/operators';
import { overviewBlocks, summaryOf } from '../tflite/overview';
import { bufferTable, tensorBlocks } from '../tflite/tensors';
import { plainTree } from '../tree/plain-tree';

export async function open({ path, bytes }: ArtifactFile): Promise<OpenedArtifact> {
  const model = readTflite(bytes, path);
  const isOne = model.subgraphs.length === 1;
  return assemble('TensorFlow Lite model', summaryOf(model), [
    { title: 'Overview', blocks: overviewBlocks(model, bytes.length) },
    { title: 'Graph', blocks: await attempt('', () => [graph('', tfliteGraph(model))]) },
    { title: 'Operators', blocks: operatorBlocks(model) },
    {
      title: 'Tensors',
      blocks: model.subgraphs.flatMap((each, index) =>
        tensorBlocks(model, each, isOne ? '' : `subgraph ${index}`),
      ),
    },
    { title: 'Buffers', blocks: [bufferTable(model, bytes.byteOffset)] },
    { title: 'Flatbuffer', blocks: [tree('', plainTree(model))] },
  ]);
}
