/** SavedModels that were spoiled on purpose import, or fail with an error of our own that names the file. */
import { clone } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { PythonError } from '#errors';
import {
  functionNames,
  importFunction,
  importSignature,
  type SavedModelArtifact,
} from '#formats/saved-model';
import { MetaGraphDefSchema, type MetaGraphDef } from '../../src/formats/saved-model/schema';
import { openFixture, readFixtures } from './saved-model-fixtures';
import { Dice, MUTATIONS } from './saved-model-mutations';

/** Each is applied this often to each fixture. */
const ROUNDS = 5;

const names = (await readFixtures()).map(({ name }) => name);
const kinds = Object.entries(MUTATIONS);

test('there are at least 2,000 mutations', () => {
  expect(names.length * kinds.length * ROUNDS).toBeGreaterThanOrEqual(2000);
});

test.each(names)(
  '%s, spoiled, imports or says what is wrong with which file',
  { timeout: 60_000 },
  async (name) => {
    const whole = await openFixture(name);
    const worth = withoutSaving(whole.metaGraph());
    for (const [index, [kind, mutate]] of kinds.entries()) {
      for (let round = 0; round < ROUNDS; round++) {
        const dice = new Dice(names.indexOf(name) * 10_007 + index * 101 + round);
        const graph = clone(MetaGraphDefSchema, worth);
        for (let times = dice.roll(3); times >= 0; times--) mutate(graph, dice);
        await importAny({ ...artifactOf(whole, graph) }, graph, dice, `${kind}, round ${round}`);
      }
    }
  },
);

/** Nothing that is imported calls the function that saves, which is half of many graphs. */
function withoutSaving(graph: MetaGraphDef): MetaGraphDef {
  const library = graph.graphDef?.library;
  const isNeeded = (name: string | undefined) => !name?.includes('traced_save');
  if (library) library.function = library.function.filter((def) => isNeeded(def.signature?.name));
  return graph;
}

function artifactOf(whole: SavedModelArtifact, graph: MetaGraphDef): SavedModelArtifact {
  return {
    files: whole.files,
    proto: whole.proto,
    metaGraph: () => graph,
    bundle: () => whole.bundle(),
    asset: (filename) => whole.asset(filename),
  };
}

async function importAny(
  artifact: SavedModelArtifact,
  graph: MetaGraphDef,
  dice: Dice,
  mutation: string,
): Promise<void> {
  try {
    const names = Object.keys(graph.signatureDef).filter((name) => !name.startsWith('__'));
    const signature = dice.pick(names)!;
    await importSignature(artifact, { signature });
    const path = dice.pick(await functionNames(artifact));
    if (path !== undefined) await importFunction(artifact, path);
  } catch (error) {
    if (!(error instanceof PythonError))
      throw new Error(`${mutation}: no error of ours`, { cause: error });
    expect(error.message, mutation).toContain(artifact.files.path);
  }
}
