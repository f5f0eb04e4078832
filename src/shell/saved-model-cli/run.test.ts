import { readFileSync, readdirSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import type { NDArray } from '#tensor';
import type { MemoryWorkspace } from '#workspace';
import { createSavedModelCli } from './command';
import type { Execute } from './run';
import { call, filesOf, type Said } from './testing';

interface Case extends Said {
  readonly args: readonly string[];
  /** What is in out/ afterwards, as base64. */
  readonly files: Readonly<Record<string, string>>;
}

const FIXTURES = 'tests/fixtures/saved-model-cli';
const cases = JSON.parse(readFileSync(`${FIXTURES}/runs.json`, 'utf8')) as Case[];

/** The two models of the fixtures, worked out by hand. */
const execute: Execute = (_artifact, { signature }, inputs) => {
  if (signature !== 'serving_default') return Promise.resolve(new Map([['y', inputs.get('x')!]]));
  const [a, n] = [inputs.get('a')!, inputs.get('n')!];
  const sum = a.mul(2).add(n.astype('float32'));
  return Promise.resolve(new Map(Object.entries({ sum, n, flag: a.greater(0) })));
};
const command = createSavedModelCli(execute);

let files: MemoryWorkspace;
beforeEach(async () => {
  const names = readdirSync(`${FIXTURES}/run`).filter((name) => /\.np.$/.test(name));
  const models = ['echoes', 'weighted'].map((name) => `${name}/saved_model.pb`);
  files = await filesOf(
    Object.fromEntries(
      [...names, ...models].map((name) => [name, readFileSync(`${FIXTURES}/run/${name}`)]),
    ),
  );
});

/** Without log lines, which the fixtures leave out, and the line of advice that follows the real tool's words. */
function errorOf(stderr: string): string {
  const [first] = stderr.split('\n').filter((line) => line && !line.startsWith('WARNING:'));
  return first === undefined ? '' : `${first}\n`;
}

describe('saved_model_cli run says and writes what TensorFlow says and writes', () => {
  const named = cases.map((one) => [one.args.slice(6).join(' '), one] as const);

  it.each(named)('… %s', async (_line, { args, ...real }) => {
    if (args.includes('--overwrite')) await files.write('out/y.npy', new Uint8Array(3));
    const isTaken = real.stderr.includes('already exists');
    if (isTaken) await files.write('out/y.npy', new TextEncoder().encode('old'));
    const said = await call(command, args, files);
    const written: Record<string, string> = {};
    for (const { path, kind } of await files.list()) {
      if (kind === 'file' && path.startsWith('out/')) {
        written[path] = Buffer.from(await files.read(path)).toString('base64');
      }
    }
    expect({ ...said, stderr: errorOf(said.stderr), files: written }).toEqual(real);
  });
});

describe('what only this saved_model_cli says', () => {
  const run = (...args: string[]) =>
    call(
      command,
      ['run', '--dir', 'echoes', '--tag_set', 'serve', '--signature_def', 'float32', ...args],
      files,
    );

  it('tells that the real one takes no calls of NumPy', async () => {
    const said = await run('--input_exprs', 'x=np.ones((1, 3)) * 2');
    expect(said.stdout).toBe('Result for output key y:\n[[2. 2. 2.]]\n');
    expect(said.stderr).toContain('takes Python literals only');
    expect(said.status).toBe(0);
  });

  it('refuses examples, pickles and texts, saying what to do', async () => {
    expect((await run('--input_examples', 'x=[{"a":[1]}]')).stderr).toBe(
      'NotImplementedError: --input_examples is not available in the browser.\nGive the parsed features as arrays with --inputs or --input_exprs.\n',
    );
    expect((await run('--inputs', 'x=echoes/saved_model.pb')).stderr).toContain(
      'echoes/saved_model.pb is no .npy or .npz file',
    );
    expect((await run('--inputs', 'x=texts.npy')).stderr).toContain('holds elements of type <U4');
  });

  it('warns of names and files that do not count', async () => {
    const single = await run('--inputs', 'x=f8.npy[a]');
    expect(single.stderr).toBe(
      'WARNING:tensorflow:Input file f8.npy contains a single ndarray. Name key "a" ignored.\n',
    );
    const twice = await run('--inputs', 'x=f8.npy', '--input_exprs', 'x=[5]');
    expect(twice.stderr).toBe(
      'WARNING:tensorflow:input_key x has been specified with both --inputs and --input_exprs options. Value in --input_exprs will be used.\n',
    );
    expect(twice.stdout).toBe('Result for output key y:\n[5.]\n');
  });

  it('names the placeholder that is given nothing', async () => {
    const args = ['run', '--dir', 'weighted', '--tag_set', 'serve'];
    const signature = ['--signature_def', 'serving_default', '--input_exprs'];
    const said = await call(command, [...args, ...signature, 'n=1'], files);
    expect(said.stderr).toBe(
      "tensorflow.python.framework.errors_impl.InvalidArgumentError: You must feed a value for placeholder tensor 'serving_default_a' with dtype float and shape [?,2]\n\t [[{{node serving_default_a}}]]\n",
    );
  });

  it('hands the array over as the signature wants it', async () => {
    const seen: NDArray[] = [];
    const spy: Execute = (_artifact, { tags }, inputs) => {
      expect(tags).toEqual(['serve']);
      seen.push(...inputs.values());
      return Promise.resolve(new Map());
    };
    const args = ['run', '--dir', 'echoes', '--tag_set', 'serve', '--signature_def', 'uint8'];
    await call(createSavedModelCli(spy), [...args, '--inputs', 'x=f8.npy'], files);
    expect(seen.map(({ dtype, shape }) => [dtype, shape])).toEqual([['uint8', [3, 2]]]);
  });

  it.each(['--use_tfrt', '--worker=grpc://a'])('refuses %s', async (flag) => {
    expect((await run('--input_exprs', 'x=1', flag)).stderr).toMatch(
      /is not available in the browser/,
    );
  });

  it.each(['convert tensorrt', 'freeze_model', 'aot_compile_cpu'])('refuses %s', async (line) => {
    const flags = [
      '--dir=a',
      '--tag_set=b',
      '--output_dir=c',
      '--output_prefix=d',
      '--cpp_class=e',
    ];
    const said = await call(command, [...line.split(' '), ...flags], files);
    expect(said.status).toBe(1);
    expect(said.stderr).toContain('is not available in the browser.\nIt compiles for');
  });
});
