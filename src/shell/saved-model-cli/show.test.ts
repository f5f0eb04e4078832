import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MemoryWorkspace } from '#workspace';
import { createSavedModelCli } from './command';
import { call, filesOf, type Said } from './testing';

interface Case extends Said {
  readonly args: readonly string[];
}

const FIXTURES = 'tests/fixtures/saved-model-cli';
const cases = JSON.parse(readFileSync(`${FIXTURES}/cases.json`, 'utf8')) as Case[];
const models = readdirSync(FIXTURES).filter((name) =>
  existsSync(`${FIXTURES}/${name}/saved_model.pb`),
);

const command = createSavedModelCli(() => {
  throw new Error('Nothing is run.');
});

let files: MemoryWorkspace;
beforeAll(async () => {
  files = await filesOf(
    Object.fromEntries(
      models.map((name) => [
        `${name}/saved_model.pb`,
        readFileSync(`${FIXTURES}/${name}/saved_model.pb`),
      ]),
    ),
  );
});

describe('the text of saved_model_cli is that of TensorFlow', () => {
  const named = cases.map((one) => [one.args.join(' '), one] as const);

  it.each(named)('saved_model_cli %s', async (_line, { args, ...real }) => {
    expect(await call(command, args, files)).toEqual(real);
  });
});
