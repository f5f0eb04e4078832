/** SavedModels that real TensorFlow wrote, with what it computed (scripts/fixtures/make_saved_model_fixtures.py). */
import { readFile, readdir } from 'node:fs/promises';
import { createEngine, type Engine } from '#engine';
import {
  readSavedModel,
  type ArtifactFiles,
  type ImportedFunction,
  type RestoredVariable,
  type SavedModelArtifact,
} from '#formats/saved-model';
import { fromNumbers } from '#graph';
import type { DType, NDArray } from '#tensor';

const ROOT = new URL('../fixtures/saved-model/', import.meta.url);

export interface JsonTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly (number | boolean)[];
}

export interface SignatureCall {
  readonly signature: string;
  readonly inputs: Readonly<Record<string, JsonTensor>>;
  readonly outputs: Readonly<Record<string, JsonTensor>>;
}

/** Inputs and outputs are flattened. */
export interface FunctionCall {
  readonly function: string;
  readonly training?: boolean;
  readonly inputs: readonly JsonTensor[];
  readonly outputs: readonly JsonTensor[];
}

export interface Fixture {
  readonly name: string;
  readonly calls: readonly (SignatureCall | FunctionCall)[];
}

export async function readFixtures(): Promise<readonly Fixture[]> {
  const files = (await readdir(ROOT)).filter((file) => file.endsWith('.json')).sort();
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(new URL(file, ROOT), 'utf8');
      const { calls } = JSON.parse(text) as Pick<Fixture, 'calls'>;
      return { name: file.replace('.json', ''), calls };
    }),
  );
}

export function filesOf(name: string): ArtifactFiles {
  return {
    path: `models/${name}`,
    read: async (file) => {
      try {
        return new Uint8Array(await readFile(new URL(`${name}/${file}`, ROOT)));
      } catch {
        return undefined;
      }
    },
  };
}

export function openFixture(name: string): Promise<SavedModelArtifact> {
  return readSavedModel(filesOf(name));
}

export function fromJson({ dtype, shape, data }: JsonTensor): NDArray {
  return fromNumbers(data.map(Number), shape, dtype);
}

export function numbers({ data }: NDArray): number[] {
  return Array.from(data as ArrayLike<number | bigint>, Number);
}

export function createCpuEngine(): Engine {
  return createEngine({ forced: 'cpu', onBackend: () => undefined });
}

/** @param inputs in the order of the function's */
export async function runImported(
  engine: Engine,
  { graph, inputs, outputs }: ImportedFunction,
  arrays: readonly NDArray[],
): Promise<{ readonly outputs: NDArray[]; readonly variables: readonly NDArray[] }> {
  const program = {
    graph,
    feeds: inputs.map(({ tensor }) => tensor),
    fetches: outputs.map(({ tensor }) => tensor),
    totals: [],
  };
  const variables = graph.variables as readonly RestoredVariable[];
  const state = { variables: variables.map(({ value }) => value), iterations: 0, slots: [] };
  const { session } = await engine.open(program, state, 1);
  try {
    const results = await session.run(arrays);
    return { outputs: results, variables: (await session.readState()).variables };
  } finally {
    session.close();
  }
}
