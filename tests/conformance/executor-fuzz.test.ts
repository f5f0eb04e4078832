/** Damaged SavedModels end in a status, in the executor as in TensorFlow: never in a crash of its own. */
import { expect, test } from 'vitest';
import {
  loadSession,
  makeTensor,
  StatusError,
  type ModelFiles,
  type Session,
  type Tensor,
} from '#executor';
import { elementTypeOf, newData } from '../../src/executor/element-types';
import { modelFiles } from './executor-fixtures';

const MODELS = ['saved-model/mlp', 'executor/models/words', 'executor/models/tf1-loops'];
const ROUNDS = 120;

/** A small generator of its own, so that a failure can be repeated (G. Marsaglia's xorshift). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function damaged(files: ModelFiles, file: string, seed: number): ModelFiles {
  const next = numbers(seed);
  return {
    path: files.path,
    async read(asked) {
      const bytes = await files.read(asked);
      if (!bytes || asked !== file) return bytes;
      const copy = bytes.slice();
      for (let i = 0; i <= next(3); i++) copy[next(copy.length)] = next(256);
      return copy;
    },
  };
}

function zeros(session: Session, signature: string): ReadonlyMap<string, Tensor> {
  const { inputs } = session.metaGraph.signatureDef[signature]!;
  return new Map(
    Object.values(inputs).map(({ encoding, dtype }) => {
      const type = elementTypeOf(dtype);
      return [encoding.value as string, makeTensor(type, [1], newData(type, 1))];
    }),
  );
}

async function tryAll(files: ModelFiles): Promise<void> {
  const session = await loadSession(files, { tags: ['serve'] });
  for (const [signature, { outputs }] of Object.entries(session.metaGraph.signatureDef)) {
    if (signature.startsWith('__')) continue;
    const fetches = Object.values(outputs).map(({ encoding }) => encoding.value as string);
    session.run(zeros(session, signature), fetches);
  }
}

test.each(MODELS)('%s', async (model) => {
  const files = modelFiles(model);
  const names = ['saved_model.pb', 'variables/variables.index'];
  for (let seed = 1; seed <= ROUNDS; seed++) {
    const file = names[seed % 4 === 0 ? 1 : 0]!;
    const error = await tryAll(damaged(files, file, seed * 7919)).catch(
      (thrown: unknown) => thrown,
    );
    if (error !== undefined) expect(error, `seed ${seed}`).toBeInstanceOf(StatusError);
  }
});
