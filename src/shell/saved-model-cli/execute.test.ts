import { readFileSync, readdirSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createEngine } from '#engine';
import { setRuntime } from '#learner-api';
import { MemoryWorkspace } from '#workspace';
import { createTestShell } from '../testing';
import { savedModelCli } from '.';
import { call, filesOf } from './testing';

const FIXTURES = 'tests/fixtures/saved-model-cli/run';

function startRuntime(): void {
  const engine = createEngine({ forced: 'cpu', onBackend: () => undefined });
  setRuntime({
    workspace: new MemoryWorkspace(),
    baseUrl: 'https://example.test/',
    signal: new AbortController().signal,
    open: (program, state, seed) => engine.open(program, state, seed),
    emit: () => undefined,
    pause: () => Promise.resolve(),
    busy: () => undefined,
    checkpoint: () => Promise.resolve(),
  });
}

const read = (path: string) => readFileSync(`${FIXTURES}/${path}`);

async function modelFiles(): Promise<MemoryWorkspace> {
  const paths = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(`${FIXTURES}/${path}`).isFile(),
  );
  return filesOf(
    Object.fromEntries(paths.map((path) => [path, readFileSync(`${FIXTURES}/${path}`)])),
  );
}

describe('saved_model_cli run computes what TensorFlow computes', () => {
  const cases = JSON.parse(readFileSync('tests/fixtures/saved-model-cli/runs.json', 'utf8')) as {
    readonly args: readonly string[];
    readonly stdout: string;
    readonly status: number;
  }[];
  const real = cases.filter(({ args, status }) => status === 0 && args.includes('weighted'));

  it.each(real)('$args', async ({ args, stdout }) => {
    startRuntime();
    const said = await call(savedModelCli, args, await modelFiles());
    expect(said).toEqual({ stdout, stderr: '', status: 0 });
  });

  it('on inputs whose rank the signature leaves open', async () => {
    startRuntime();
    const line = 'run --dir echoes --tag_set serve --signature_def float32 --input_exprs';
    const said = await call(savedModelCli, [...line.split(' '), 'x=[[[1.5]]]'], await modelFiles());
    expect(said).toEqual({
      stdout: 'Result for output key y:\n[[[1.5]]]\n',
      stderr: '',
      status: 0,
    });
  });

  it('makes the directory that results are written to, below the current one', async () => {
    startRuntime();
    const shell = await createTestShell({
      'echoes/saved_model.pb': read('echoes/saved_model.pb'),
      'x.npy': read('u1.npy'),
    });
    const line =
      "run --dir ../echoes --tag_set serve --signature_def uint8 --inputs 'x=../x.npy' --outdir deep/out";
    const said = await shell.run(`mkdir kept; cd kept; saved_model_cli ${line} | tail -1`);
    expect(said).toEqual({
      status: 0,
      stdout: 'Output y is saved to deep/out/y.npy\n',
      stderr: '',
    });
    expect(await shell.files.read('kept/deep/out/y.npy')).toEqual(new Uint8Array(read('u1.npy')));
  });
});
