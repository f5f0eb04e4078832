import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTestShell } from '../testing';

const read = (path: string) => readFileSync(`tests/fixtures/saved-model-cli/${path}`);

describe('saved_model_cli in the shell', () => {
  it('reads from the current directory, and goes through pipes with its backspaces', async () => {
    const shell = await createTestShell({
      'models/a/1/saved_model.pb': read('module_arguments/saved_model.pb'),
    });
    const said = await shell.run(
      'cd models/a; saved_model_cli show --dir $PWD/1 --all | grep -A 1 "DType: list" | head -2; echo $?',
    );
    expect(said).toEqual({
      status: 0,
      stdout:
        "          DType: list\n          Value: [TensorSpec(shape=(1, 3), dtype=tf.float32, name='xs_0'), TensorSpec(shape=(1, 3), dtype=tf.float32, name='xs_1'), \b\b]\n0\n",
      stderr: '',
    });
  });

  it('gives its exit status and its errors to the script', async () => {
    const shell = await createTestShell();
    const said = await shell.run(
      'saved_model_cli show --dir nowhere; echo $?; saved_model_cli; echo $?',
    );
    expect(said.stdout).toBe('1\n2\n');
    expect(said.stderr).toMatch(
      /^OSError: SavedModel file does not exist at: nowhere\nThere is no SavedModel yet: .*\nusage: /,
    );
  });

  it('says after a mistake what to write, by paths from the current directory', async () => {
    const shell = await createTestShell({
      'models/a/1/saved_model.pb': read('module_arguments/saved_model.pb'),
    });
    const said = async (line: string) => (await shell.run(`saved_model_cli ${line}`)).stderr;
    await shell.run('cd models');
    expect(await said('show --dir a')).toMatch(/\nGive the directory that holds \S+: a\/1\.\n/);
    expect(await said('show --dir b')).toMatch(/\nThere are SavedModels here: a\/1\.\n/);
    expect(await said('show --dir ../../b')).toMatch(/exist at: \S+\nThis shell is in /);
    expect(await said('shwo --dir a/1')).toMatch(/\nFor example: saved_model_cli show --dir /);
    expect(await said('run --tag_set serve')).toMatch(/\nFor example: saved_model_cli run --dir /);
    expect(await said('show --dir a/1 --signature_def serve')).toBe(
      'To see a signature, add its tags: --tag_set serve\n',
    );
    expect(await said('show --dir a/1')).toBe('');
  });
});
