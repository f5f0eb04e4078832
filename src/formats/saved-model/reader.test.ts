import { create } from '@bufbuild/protobuf';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { encodeMessage } from '#containers/protobuf';
import { FileNotFoundError, NotImplementedError, OSError, PyRuntimeError } from '#errors';
import type { ArtifactFiles } from './artifact';
import { readSavedModel } from './reader';
import { SavedModelSchema } from './schema';

const MODULE = 'tests/fixtures/saved-model-bundle/module';

function filesOf(files: Record<string, Uint8Array>): ArtifactFiles {
  return {
    path: 'serving/1',
    read: async (file) => (Object.hasOwn(files, file) ? files[file] : undefined),
  };
}

function modelWith(...tagSets: string[][]): Uint8Array {
  const metaGraphs = tagSets.map((tags) => ({ metaInfoDef: { tags } }));
  return encodeMessage(SavedModelSchema, create(SavedModelSchema, { metaGraphs }));
}

async function thrownBy(files: Record<string, Uint8Array>): Promise<unknown> {
  return readSavedModel(filesOf(files)).catch((error: unknown) => error);
}

describe("TensorFlow's SavedModel", () => {
  const files: ArtifactFiles = {
    path: MODULE,
    read: (file) => readFile(`${MODULE}/${file}`).catch(() => undefined),
  };

  it('is read with its signatures and variables', async () => {
    const artifact = await readSavedModel(files);
    const graph = artifact.metaGraph();
    expect(Object.keys(graph.signatureDef).sort()).toEqual([
      '__saved_model_init_op',
      'serving_default',
    ]);
    expect(graph.metaInfoDef?.tensorflowVersion).toBe('2.21.0');
    const bundle = await artifact.bundle();
    expect([...(await bundle!.read('kernel/.ATTRIBUTES/VARIABLE_VALUE')).data]).toEqual([
      1, 2, 3, 4,
    ]);
    const [objects] = await bundle!.readStrings('_CHECKPOINTABLE_OBJECT_GRAPH');
    expect(objects!.length).toBeGreaterThan(100);
    expect(await artifact.bundle()).toBe(bundle);
  });

  it("gives TensorFlow's bytes when encoded again with Python's order of maps", async () => {
    const bytes = await readFile(`${MODULE}/saved_model.pb`);
    const { proto } = await readSavedModel(files);
    const again = encodeMessage(SavedModelSchema, proto, { mapOrder: 'python' });
    expect(again).toEqual(Uint8Array.from(bytes));
  });

  it('is refused at any length at which its message was cut', async () => {
    const bytes = await readFile(`${MODULE}/saved_model.pb`);
    const wholeAt = new Set([0, 2]);
    for (let length = 0; length < bytes.length; length++) {
      const error = await thrownBy({ 'saved_model.pb': bytes.subarray(0, length) });
      if (wholeAt.has(length)) continue;
      expect(error, `cut at ${length}`).toBeInstanceOf(OSError);
      expect((error as OSError).message).toMatch(
        /^Cannot parse file serving\/1\/saved_model\.pb: /,
      );
    }
  });
});

describe('a directory', () => {
  it("without a SavedModel is refused in TensorFlow's words", async () => {
    const error = await thrownBy({});
    expect(error).toBeInstanceOf(OSError);
    expect(error).toMatchObject({
      name: 'OSError',
      message: 'SavedModel file does not exist at: serving/1/{saved_model.pbtxt|saved_model.pb}',
    });
  });

  it('with a SavedModel in text form says that this is not read', async () => {
    const error = await thrownBy({ 'saved_model.pbtxt': new Uint8Array(1) });
    expect(error).toBeInstanceOf(NotImplementedError);
    expect((error as Error).message).toContain('serving/1/saved_model.pbtxt');
  });

  it('without variables has no bundle', async () => {
    const artifact = await readSavedModel(filesOf({ 'saved_model.pb': modelWith(['serve']) }));
    expect(await artifact.bundle()).toBeUndefined();
  });

  it('gives its assets, and nothing outside assets/', async () => {
    const bytes = Uint8Array.of(1, 2);
    const artifact = await readSavedModel(
      filesOf({
        'saved_model.pb': modelWith(['serve']),
        'assets/words.txt': bytes,
        'assets/../x': bytes,
      }),
    );
    expect(await artifact.asset('words.txt')).toBe(bytes);
    await expect(artifact.asset('none.txt')).rejects.toThrow(
      "[Errno 2] No such file or directory: 'serving/1/assets/none.txt'",
    );
    await expect(artifact.asset('../x')).rejects.toBeInstanceOf(FileNotFoundError);
  });
});

describe('metaGraph', () => {
  const open = (...tagSets: string[][]) =>
    readSavedModel(filesOf({ 'saved_model.pb': modelWith(...tagSets) }));

  it('finds the graph with exactly the tags, in any order', async () => {
    const { proto, metaGraph } = await bound(open(['serve', 'gpu'], ['serve'], ['train']));
    expect(metaGraph()).toBe(proto.metaGraphs[1]);
    expect(metaGraph(['gpu', 'serve'])).toBe(proto.metaGraphs[0]);
    expect(metaGraph(['train', 'train'])).toBe(proto.metaGraphs[2]);
  });

  it('takes the only graph when no tags are asked for', async () => {
    const { proto, metaGraph } = await bound(open(['train']));
    expect(metaGraph()).toBe(proto.metaGraphs[0]);
    expect(() => metaGraph(['serve'])).toThrow(PyRuntimeError);
  });

  it("names the tag sets that are there, in TensorFlow's words", async () => {
    const { metaGraph } = await bound(open(['serve'], ['serve', 'gpu'], []));
    expect(() => metaGraph(['tpu', 'serve'])).toThrow(
      "MetaGraphDef associated with tags 'tpu', 'serve' could not be found in SavedModel, with available tags " +
        "'[{'serve'}, {'serve', 'gpu'}, set()]'. To inspect available tag-sets in the SavedModel, please use the " +
        'SavedModel CLI: `saved_model_cli`.',
    );
  });

  async function bound(opening: ReturnType<typeof open>) {
    const artifact = await opening;
    return { proto: artifact.proto, metaGraph: artifact.metaGraph.bind(artifact) };
  }
});
