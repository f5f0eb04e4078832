import { describe, expect, test } from 'vitest';
import { KeyboardInterrupt, QuotaError } from '#errors';
import { createTestShell } from './testing';

describe('what a script leaves to the next', () => {
  test('directory, variables of all kinds, functions, aliases and options', async () => {
    const { run } = await createTestShell({ 'serving/fashion/1/saved_model.pb': 'pb' });
    await run(`
      cd serving/fashion
      name="two  words"; export MODEL=fashion; readonly FIXED=1; declare -i count=3
      list=(one "two words" $'three\\nlines'); declare -A map; map["a key"]="a value"
      greet() { echo "hello $1 from $PWD"; }
      alias here='pwd'
      set -o pipefail
    `);
    const said = await run(`
      pwd; cd - ; here
      echo "$name|$FIXED|\${list[1]}|\${list[2]}|\${#list[@]}|\${map[a key]}"
      count=count+1; echo $count; env | grep MODEL; greet you
      false | true; echo $?; FIXED=2
    `);
    expect(said.stdout).toBe(
      [
        '/home/learner/serving/fashion',
        '/home/learner',
        '/home/learner',
        'two  words|1|two words|three',
        'lines|3|a value',
        '4',
        'MODEL=fashion',
        'hello you from /home/learner',
        '1',
        '',
      ].join('\n'),
    );
    expect(said.stderr).toContain('FIXED: readonly variable');
  });

  test('what was unset is gone', async () => {
    const { run } = await createTestShell();
    await run('x=1; f() { echo f; }; g() { echo g; }');
    await run('unset x; unset -f f');
    expect(await run('echo "[$x]"; g; f')).toMatchObject({ stdout: '[]\ng\n', status: 127 });
  });

  test('nothing, if it ends with exit', async () => {
    const { run } = await createTestShell();
    expect((await run('x=1; exit 3')).status).toBe(3);
    expect((await run('echo "[$x]"')).stdout).toBe('[]\n');
  });

  test('the home, if its directory is gone', async () => {
    const { run, files } = await createTestShell({ 'a/b': '' });
    await run('cd a');
    await files.remove('a');
    expect((await run('pwd')).stdout).toBe('/home/learner\n');
  });

  test('its last status is its own', async () => {
    const { run } = await createTestShell();
    for (const [script, status] of [
      ['true', 0],
      ['false', 1],
      ['false; true', 0],
      ['f() { return 7; }; f', 7],
      ['exit 42', 42],
      ['set -e; false; true', 1],
      ['nosuch', 127],
      ['if then', 2],
      ['', 0],
      ['# only a remark', 0],
      ['! true', 1],
      ['true && false', 1],
      ['false || true', 0],
      ['(exit 5)', 5],
      ['true | false', 1],
      ['x=$(false)', 1],
    ] as const) {
      expect((await run(script)).status, script).toBe(status);
    }
  });
});

describe('output', () => {
  test('comes statement by statement, also out of loops, branches and groups', async () => {
    const { run } = await createTestShell();
    const order: string[] = [];
    await run(
      `for i in 1 2; do echo "o$i"; echo "e$i" >&2; done
       if true; then echo yes; fi; { echo group >&2; echo group; }; (echo sub)
       case x in x) echo case;; esac; while read line; do echo "$line"; done <<< "read"`,
      {
        stdout: (text) => void order.push(`out ${text}`),
        stderr: (text) => void order.push(`err ${text}`),
      },
    );
    expect(order.join('')).toBe(
      'out o1\nerr e1\nout o2\nerr e2\nout yes\nerr group\nout group\nout sub\nout case\nout read\n',
    );
  });

  test('is told while the script still runs', async () => {
    const { run } = await createTestShell();
    let first!: () => void;
    const spoke = new Promise<void>((resolve) => (first = resolve));
    const abort = new AbortController();
    const running = run('echo early; sleep 100', { stdout: () => first(), signal: abort.signal });
    await spoke;
    abort.abort(new KeyboardInterrupt());
    await expect(running).rejects.toThrow(KeyboardInterrupt);
  });

  test('of substitutions, pipes and redirections goes where it belongs', async () => {
    const { run } = await createTestShell();
    const said = await run(`
      x=$(echo inner; echo err >&2); echo "[$x]"
      echo one | { cat; echo two; } | tac
      true | false | true; echo "\${PIPESTATUS[@]}"
      { echo to file; echo to err >&2; } > file 2>&1; cat file
      ls nope 2>/dev/null; ls nope 2>&1 | wc -l
      cat <<END >> file
  kept $((1 + 1))
END
      tail -1 file`);
    expect(said).toEqual({
      status: 0,
      stdout: '[inner]\ntwo\none\n0 1 0\nto file\nto err\n1\n  kept 2\n',
      stderr: 'err\n',
    });
  });

  test('keeps bytes bytes, in pipes and files', async () => {
    const bytes = Uint8Array.from({ length: 1024 }, (_, i) => i & 255);
    const { run, files } = await createTestShell({ raw: bytes });
    await run('cat raw | cat > copy; cat copy >> copy2; head -c 200 raw | tail -c 100 > part');
    expect(await files.read('copy')).toEqual(bytes);
    expect(await files.read('copy2')).toEqual(bytes);
    expect(await files.read('part')).toEqual(bytes.slice(100, 200));
    expect((await run('cat raw | wc -c')).stdout).toBe('1024\n');
  });

  test('of a script that sends all of it elsewhere goes there', async () => {
    const { run } = await createTestShell();
    expect(await run('exec > log; echo a; echo b')).toMatchObject({ stdout: '', status: 0 });
    expect((await run('cat log')).stdout).toBe('a\nb\n');
  });
});

describe('files', () => {
  test('are those of the workspace, without the app’s own', async () => {
    const { run } = await createTestShell({ 'fashion.keras': 'k', '.slipway/state': 's' });
    expect((await run('ls -A; find . -type f; cat .slipway/state')).stdout).toBe(
      'fashion.keras\n./fashion.keras\n',
    );
    const said = await run('mkdir .slipway; echo x > .slipway/y; cp fashion.keras .slipway');
    expect(said.stderr.match(/Operation not permitted/g)).toHaveLength(3);
  });

  test('need a directory to be in; one that is emptied stays', async () => {
    const { run, files } = await createTestShell();
    const said = await run(`
      echo x > no/file; touch no/file; mkdir no/way
      mkdir -p a/b; echo x > a/b/c; rm a/b/c; ls -d a/b; rmdir a/b; ls -A a; mkdir a`);
    expect(said).toEqual({
      status: 1,
      stdout: 'a/b\n',
      stderr: [
        'bash: no/file: No such file or directory',
        "touch: cannot touch 'no/file': No such file or directory",
        "mkdir: cannot create directory 'no/way': No such file or directory",
        "mkdir: cannot create directory 'a': File exists",
        '',
      ].join('\n'),
    });
    expect(await files.list()).toEqual([]);
  });

  test('are copied, moved and removed with all that is in them', async () => {
    const { run, files } = await createTestShell({
      'tmp/1/saved_model.pb': 'pb',
      'tmp/1/v/x': 'x',
    });
    await run(
      'mkdir -p serving; mv tmp/1 serving/1; cp -r serving/1 serving/2; rm -r tmp serving/1/v',
    );
    expect((await files.list()).map(({ path }) => path)).toEqual([
      'serving',
      'serving/1',
      'serving/1/saved_model.pb',
      'serving/2',
      'serving/2/saved_model.pb',
      'serving/2/v',
      'serving/2/v/x',
    ]);
  });

  test('are seen as others change them', async () => {
    const { run, files } = await createTestShell({ a: '1' });
    await run('ls');
    await files.write('b', new Uint8Array(3));
    expect((await run('ls; wc -c < b')).stdout).toBe('a\nb\n3\n');
  });

  test('in /tmp last as long as the shell and are not in the workspace', async () => {
    const { run, files } = await createTestShell();
    await run('echo x > /tmp/note');
    expect((await run('cat /tmp/note')).stdout).toBe('x\n');
    expect(await files.list()).toEqual([]);
  });

  test('that do not fit are told of, with what to delete', async () => {
    const { run, files } = await createTestShell({ a: '1' });
    files.write = () => Promise.reject(new QuotaError('full', { hint: 'Delete a.' }));
    const said = await run('echo x > b');
    expect(said.status).not.toBe(0);
    expect(said.stderr).toBe('bash: b: No space left on device\nDelete a.\n');
  });
});

describe('commands that are not here', () => {
  test('are not found, with a line about what there is', async () => {
    const { run } = await createTestShell();
    const said = await run('podman run x; python train.py; pip install y; wget z; podman ps');
    expect(said.status).toBe(127);
    expect(said.stderr.split('\n')).toEqual([
      'bash: podman: command not found',
      expect.stringContaining('This shell has the usual tools'),
      'bash: python: command not found',
      expect.stringContaining('python -m json.tool'),
      'bash: pip: command not found',
      expect.stringContaining('Nothing can be installed'),
      'bash: wget: command not found',
      expect.stringContaining('no network'),
      'bash: podman: command not found',
      '',
    ]);
  });
});

describe('mistakes', () => {
  test('in the syntax are told in the words of bash, with what is missing', async () => {
    const { run } = await createTestShell();
    const said = async (script: string) => (await run(script)).stderr;
    expect(await said('if true; then echo')).toBe(
      'bash: line 1: syntax error: unexpected end of file\n`fi` is missing.\n',
    );
    expect(await said('for x in a b; echo $x; done')).toBe(
      'bash: line 1: syntax error\n`do` is missing.\n',
    );
    expect(await said('f() { f; }; f')).toBe('bash: f: maximum recursion depth (100) exceeded\n');
  });

  test('of place are told: an earlier script went elsewhere', async () => {
    const { run } = await createTestShell({ 'serving/a.txt': 'x', 'fashion.keras': 'y' });
    expect((await run('cd serving; cat b.txt')).stderr).not.toContain('This shell');
    expect((await run('cat a.txt')).stderr).toBe('');
    expect((await run('cat fashion.keras')).stderr).toMatch(/\nThis shell is in ~\/serving, /);
    expect((await run('cd; cat fashion.keras')).stdout).toBe('y');
    expect((await run('cat nope')).stderr).not.toContain('This shell');
  });

  test('in the options are followed by which there are', async () => {
    const { run } = await createTestShell();
    expect((await run('tree --help')).stderr).toMatch(/^Usage: tree .*\nThe options here are -a, /);
  });
});

test.each([
  'while true; do echo x >> log; done',
  'f() { f2; }; f2() { while :; do echo x >> log; done; }; f | cat',
  'sleep 1000; echo x >> log',
])('a stop ends %s for good', async (script) => {
  const { run, files } = await createTestShell({ log: '' });
  const abort = new AbortController();
  const running = run(script, { signal: abort.signal });
  setTimeout(() => abort.abort(new KeyboardInterrupt()), 50);
  await expect(running).rejects.toThrow(KeyboardInterrupt);
  const { size } = await files.stat('log');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect((await files.stat('log')).size).toBe(size);
  expect((await run('echo on')).stdout).toBe('on\n');
});
