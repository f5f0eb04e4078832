/** docker and curl over the container host itself, with models that TensorFlow has written. */
import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createContainerHost, systemClock } from '#docker';
import { KeyboardInterrupt } from '#errors';
import { loadSession } from '#executor';
import { startModelServer } from '#serving';
import { MemoryWorkspace } from '#workspace';
import { createShell, type RunOptions } from './shell';
import type { Said } from './testing';

const MODEL = new URL('../../tests/fixtures/serving/half_plus_two/', import.meta.url);
const RUN =
  'docker run -t --rm --name hpt -p 8501:8501 -v "$PWD/serving/half:/models/half" -e MODEL_NAME=half tensorflow/serving';
const PREDICT = `curl -s -d '{"instances": [1.0, 2.0, 5.0]}' http://localhost:8501/v1/models/half:predict`;

interface ServingShell {
  readonly files: MemoryWorkspace;
  run(script: string, options?: Partial<RunOptions>): Promise<Said>;
}

async function openShell(versions: readonly number[] = [1]): Promise<ServingShell> {
  const files = new MemoryWorkspace();
  for (const version of versions) await exportModel(files, version);
  const serving = createContainerHost({
    workspace: files,
    clock: systemClock(),
    load: loadSession,
    startServer: startModelServer,
    storage: undefined,
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  });
  const shell = createShell({ workspace: files, serving });
  return {
    files,
    async run(script, options) {
      const said = { stdout: '', stderr: '' };
      const status = await shell.run(script, {
        signal: new AbortController().signal,
        pause: () => new Promise<void>((resolve) => setTimeout(resolve)),
        stdout: (text) => void (said.stdout += text),
        stderr: (text) => void (said.stderr += text),
        ...options,
      });
      return { status, ...said };
    },
  };
}

async function exportModel(files: MemoryWorkspace, version: number): Promise<void> {
  for (const name of await readdir(MODEL, { recursive: true, withFileTypes: true })) {
    if (!name.isFile()) continue;
    const path = `${name.parentPath}/${name.name}`;
    const inside = path.slice(MODEL.pathname.length - 1).replace(/^\//, '');
    await files.write(`serving/half/${version}/${inside}`, new Uint8Array(await readFile(path)));
  }
}

test('docker run shows the log until the server serves; curl gets its answers', async () => {
  const { run } = await openShell();
  const started = await run(RUN);
  expect(started.status).toBe(0);
  expect(started.stdout).toMatch(
    /Building single TensorFlow model file config: {2}model_name: half/,
  );
  expect(started.stdout).toMatch(/Entering the event loop \.\.\.\n$/);
  const lines = started.stdout.split('\n');
  expect(new Set(lines).size).toBe(lines.length);
  expect(started.stderr).toContain('hpt goes on running');
  expect(await run(PREDICT)).toEqual({
    status: 0,
    stderr: '',
    stdout: '{\n    "predictions": [2.5, 3.0, 4.5\n    ]\n}',
  });
  const piped = await run(`answer=$(${PREDICT}); echo "$answer" | jq -c .predictions
    echo '{"instances": [0]}' > request.json
    curl -s --data-binary @request.json http://localhost:8501/v1/models/half:predict | python3 -m json.tool --compact
    curl -s -o /dev/null -w '%{http_code}\\n' http://localhost:8501/v1/models/none
    curl -si http://localhost:8501/nowhere | head -1`);
  expect(piped.stdout).toBe('[2.5,3,4.5]\n{"predictions":[2.0]}\n404\nHTTP/1.1 404 Not Found\r\n');
  expect((await run('docker ps --format "{{.Names}} {{.Ports}}"')).stdout).toBe(
    'hpt 8500/tcp, 0.0.0.0:8501->8501/tcp, [::]:8501->8501/tcp\n',
  );
  expect((await run('docker stop hpt; docker ps -aq')).stdout).toBe('hpt\n');
  const refused = await run(PREDICT.replace('-s', '-sS'));
  expect(refused.status).toBe(7);
  expect(refused.stderr).toMatch(
    /^curl: \(7\) Failed to connect to localhost port 8501 after \d+ ms: Could not connect to server\nNothing listens there\. To start a server: docker run /,
  );
});

test('docker run without a version gives the prompt back, and curl says why nobody answers', async () => {
  const { run } = await openShell([]);
  const started = await run(`${RUN}; ${PREDICT}`);
  expect(started.stdout.match(/No versions of servable half found under base path/g)).toHaveLength(
    3,
  );
  expect(started.stderr).toMatch(
    /hpt goes on running, but nothing listens yet\. It looks in \/models\/half, which is \/home\/learner\/serving\/half here, for .*\n.*hpt does not listen\. It looks in /s,
  );
  expect(started.status).toBe(7);
});

test('a Stop while docker run waits stops the container, as Ctrl-C does', async () => {
  const { run } = await openShell([]);
  const abort = new AbortController();
  const stdout = (text: string) => {
    if (text.includes('No versions')) abort.abort(new KeyboardInterrupt());
  };
  await expect(run(RUN, { signal: abort.signal, stdout })).rejects.toThrow(KeyboardInterrupt);
  await expect.poll(async () => (await run('docker ps -aq')).stdout).toBe('');
});

test('docker logs -f shows a new version as it is loaded, until it is stopped', async () => {
  const { run, files } = await openShell();
  await run(`${RUN.replace('-t --rm', '-d')}; sleep 0.5`);
  const abort = new AbortController();
  let said = '';
  const stderr = (text: string) => {
    said += text;
    if (/Successfully loaded servable version \{name: half version: 2\}/.test(said)) {
      abort.abort(new KeyboardInterrupt());
    }
  };
  const following = run('docker logs -f hpt', { signal: abort.signal, stderr });
  await expect.poll(() => said).toContain('Entering the event loop');
  await exportModel(files, 2);
  await expect(following).rejects.toThrow(KeyboardInterrupt);
  const tail = await run('docker logs --tail 2 hpt 2>&1 | wc -l; docker rm -f hpt');
  expect(tail.stdout.split(/\s+/)).toEqual(['2', 'hpt', '']);
});

test('a server that cannot start ends with its status, and --rm leaves nothing of it', async () => {
  const { run } = await openShell();
  const said = await run(`${RUN} --model_config_file=/nowhere`);
  expect(said.status).toBe(255);
  expect(said.stdout).toContain('Failed to start server. Error: ');
});

test('ports and names that are taken are refused in the words of Docker', async () => {
  const { run } = await openShell();
  await run(`${RUN.replace('-t', '-d')}`);
  const port = await run(RUN.replace('hpt', 'other'));
  expect(port.status).toBe(125);
  expect(port.stderr).toMatch(
    /^docker: Error response from daemon: .*Bind for 0\.0\.0\.0:8501 failed: port is already allocated/,
  );
  expect(port.stderr).toContain('`docker ps` shows which container has that port');
  const name = await run(RUN.replace('8501:8501', '8502:8501'));
  expect(name.stderr).toMatch(
    /^docker: Error response from daemon: Conflict\. The container name "\/hpt"/,
  );
  expect(name.stderr).toContain('`docker rm -f hpt` removes');
  expect((await run('docker run -d nosuch')).stderr).toMatch(
    /^Unable to find image 'nosuch:latest' locally\ndocker: Error response from daemon: pull access denied for nosuch, .*Docker took `nosuch` for the image/s,
  );
});

test.each([
  [
    'a wrong name',
    RUN.replace('NAME=half', 'NAME=hlaf'),
    /\/models\/hlaf, but -v shows it \/models\/half: /,
  ],
  [
    'an empty place',
    RUN.replace('serving/half', 'serving/hlf'),
    /which is \/home\/learner\/serving\/hlf here/,
  ],
  ['no volume', RUN.replace(/-v \S+/, ''), /but no -v shows it any files/],
  [
    'half a model',
    `mkdir -p serving/bad/1; echo x > serving/bad/1/saved_model.pb; ${RUN.replaceAll('half', 'bad')}`,
    /Version 1 of bad could not be loaded/,
  ],
  [
    'flags behind the image',
    `docker run -d tensorflow/serving --name hpt`,
    /The server got --name/,
  ],
  ['a file of the host', `${RUN} --model_config_file=models.config`, /Paths behind the image/],
  ['a space too many', RUN.replace('half:/', 'half" "/'), /Docker takes the first word/],
  ['an unknown container', 'docker logs nope', /`docker ps -a` lists/],
  ['a short name', RUN.replace('hpt', 'h'), /two characters/],
  ['TLS', `${RUN}; curl https://localhost:8501`, /http:\/\/ instead of https/],
  ['a command in the background', 'true & echo x', /Nothing runs in the background here/],
])('%s: what to do stands behind the message', async (_, script, advice) => {
  const { run } = await openShell();
  expect((await run(script)).stderr).toMatch(advice);
});
