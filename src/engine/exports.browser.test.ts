/** Real exports of TensorFlow (scripts/fixtures/make_saved_model_fixtures.py) on every backend that a browser has. */
import './testing-browser';
import { afterAll, describe, expect, test } from 'vitest';
import { importSignature, type ImportedFunction, readSavedModel } from '#formats/saved-model';
import { createEngine, type Engine } from './index';
import {
  freshState,
  fromJson,
  inference,
  type JsonTensor,
  numbers,
  testableBackends,
  toleranceOf,
} from './testing';

interface Call {
  readonly signature?: string;
  readonly inputs: Readonly<Record<string, JsonTensor>>;
  readonly outputs: Readonly<Record<string, JsonTensor>>;
}

const ROOT = '../../tests/fixtures/saved-model';
const FILES = import.meta.glob<string>('../../tests/fixtures/saved-model/*/**', {
  query: '?url',
  import: 'default',
  eager: true,
});
const RECORDED = import.meta.glob<string>('../../tests/fixtures/saved-model/*.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Strings, loops, and numbers that are random. */
const NOT_COMPARED = ['strings', 'gru-loop', 'dropout-alive'];

const CASES = Object.entries(RECORDED).flatMap(([path, text]) => {
  const name = path.slice(ROOT.length + 1, -'.json'.length);
  const { calls } = JSON.parse(text) as { readonly calls: readonly Call[] };
  const call = calls.find(({ signature }) => signature !== undefined);
  return call && !NOT_COMPARED.includes(name) ? [{ name, call }] : [];
});

describe.each(testableBackends())('%s', (id) => {
  const engine = createEngine({ forced: id, onBackend: () => undefined });
  afterAll(() => engine.dispose());

  test.each(CASES)('$name gives what TensorFlow gives', async ({ name, call }) => {
    const results = await run(engine, await open(name, call), call);
    for (const [key, { data, shape }] of Object.entries(call.outputs)) {
      expect(results.get(key)!.shape).toEqual(shape);
      const values = numbers(results.get(key)!);
      const errors = values.map((value, i) => {
        const wanted = Number(data[i]);
        return Math.abs(value - wanted) / Math.max(1, Math.abs(wanted));
      });
      expect(Math.max(...errors)).toBeLessThan(toleranceOf(id));
    }
  });
});

async function open(name: string, { signature }: Call): Promise<ImportedFunction> {
  const read = async (file: string) => {
    const url = FILES[`${ROOT}/${name}/${file}`];
    if (url === undefined) return undefined;
    return new Uint8Array(await (await fetch(url)).arrayBuffer());
  };
  const artifact = await readSavedModel({ path: name, read });
  return importSignature(artifact, signature === undefined ? {} : { signature });
}

async function run(engine: Engine, imported: ImportedFunction, { inputs }: Call) {
  const { graph, variables, outputs } = imported;
  const program = inference(
    graph,
    imported.inputs.map(({ tensor }) => tensor),
    outputs.map(({ tensor }) => tensor),
  );
  const state = freshState(
    ...graph.variables.map((one) => variables.find((other) => other === one)!.value),
  );
  const { session } = await engine.open(program, state, 1);
  const results = await session.run(imported.inputs.map(({ key }) => fromJson(inputs[key]!)));
  session.close();
  return new Map(outputs.map(({ key }, i) => [key, results[i]!]));
}
