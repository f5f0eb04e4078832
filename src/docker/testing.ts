/** A host with a clock that tests turn, and a model server as small as can be. */
import type { LoadSession } from '#executor';
import type { Answer, Clock, HttpRequest, ModelServer, StartModelServer } from '#serving';
import type { ContainerSpec, RawRequest } from '#protocol';
import { MemoryWorkspace, type Workspace } from '#workspace';
import { createContainerHost, type ContainerHost } from './host';

export class TestClock implements Clock {
  #now = Date.UTC(2026, 10, 20, 19, 30);
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>();

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, run: () => void): () => void {
    const timer = { at: this.#now + milliseconds, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
    for (const timer of [...this.#timers]) {
      if (timer.at > this.#now) continue;
      this.#timers.delete(timer);
      timer.run();
    }
  }
}

interface FakeState {
  readonly version: string | undefined;
  readonly key: string | undefined;
  /** When it last looked for versions. */
  readonly looked: number;
}

const BASE = '--model_base_path=';
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

/**
 * Serves the file `weights` of the highest version that it found in its base path: its text is the answer, as it was when
 * the version was loaded. `--crash` ends it with 255; a snapshot with
 * `hurt` it does not understand; a request to `/slow` is answered when `finishSlow` is called.
 */
export class FakeServers {
  #slow: (() => void)[] = [];
  stopped = 0;

  finishSlow(): void {
    for (const finish of this.#slow.splice(0)) finish();
  }

  readonly start: StartModelServer = async (args, { clock, files, log }, options = {}) => {
    const base = args.find((arg) => arg.startsWith(BASE))?.slice(BASE.length) ?? '/models/model';
    const fresh: FakeState = { version: undefined, key: undefined, looked: clock.now() };
    let state = (options.restored?.state ?? fresh) as FakeState;
    if ('hurt' in state) throw new Error('hurt');
    let weights: string | undefined;
    const exited = args.includes('--crash') ? { code: 255 } : undefined;

    const look = async () => {
      state = { ...state, looked: clock.now() };
      const numbers = ((await files.children(base)) ?? []).filter((name) => /^\d+$/.test(name));
      const version = numbers.sort((a, b) => Number(b) - Number(a))[0];
      if (version === state.version) return;
      const bytes = version && (await files.read(`${base}/${version}/weights`));
      if (!version || !bytes)
        return log.log(
          'W',
          'tensorflow_serving/model_servers/server_core.cc:1',
          `Nothing below ${base}`,
        );
      const key = `${base}@${version}@${state.looked}`;
      await options.kept?.keep(key, new Map([['weights', bytes]]));
      if (state.key !== undefined) await options.kept?.drop(state.key);
      state = { ...state, version, key };
      weights = text(bytes);
      log.log('I', 'tensorflow_serving/model_servers/server_core.cc:2', `Serving ${version}`);
      options.changed?.();
    };
    const answer = async (request: HttpRequest): Promise<Answer | undefined> => {
      if (clock.now() - state.looked > 2000) await look();
      if (state.version === undefined) return undefined;
      if (request.target === '/slow') await new Promise<void>((done) => this.#slow.push(done));
      weights ??= text(
        await options.kept?.open(state.key!, `${base}/${state.version}`).read('weights'),
      );
      const status = request.target === '/missing' ? 404 : 200;
      const body = new TextEncoder().encode(weights);
      return {
        response: { status, statusText: 'OK', headers: [['Content-Type', 'text/plain']], body },
        note: { model: 'model', ...(status === 404 ? { error: 'Not there' } : {}) },
      };
    };
    if (exited) log.print('stdout', 'Failed to start server.\n');
    else if (!options.restored) await look();
    const server: ModelServer = {
      exited,
      ports: { grpc: 8500, rest: 8501 },
      get listening() {
        const isOpen = state.version !== undefined;
        return { grpc: isOpen, rest: isOpen };
      },
      handle: answer,
      handleGrpc: answer,
      poll: look,
      settled: async () => undefined,
      nextPoll: () => state.looked + 1000,
      models: () => [],
      keptKeys: () => (state.key === undefined ? [] : [state.key]),
      snapshot: () => ({ format: 1, state }),
      stop: async () => void this.stopped++,
    };
    return server;
  };
}

export interface TestHost {
  readonly host: ContainerHost;
  readonly clock: TestClock;
  readonly workspace: Workspace;
  readonly servers: FakeServers;
  /** The host of a process that starts after this one was ended without a warning. */
  reborn(): TestHost;
  /** Nothing goes on any more, though nothing need be written down: no time has passed. */
  quiet(): Promise<void>;
  /** The answer's text to a GET at a port of the host; undefined when it is refused. */
  get(port: number, target?: string): Promise<string | undefined>;
}

const load: LoadSession = () => Promise.reject(new Error('no executor'));

/** @param storage '' for none */
export function createTestHost(
  workspace: Workspace = new MemoryWorkspace(),
  clock = new TestClock(),
  storage = '.slipway/serving',
): TestHost {
  const servers = new FakeServers();
  const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));
  const startServer = servers.start;
  const host = createContainerHost({
    workspace,
    clock,
    load,
    startServer,
    random,
    storage: storage || undefined,
  });
  return {
    host,
    clock,
    workspace,
    servers,
    reborn: () => createTestHost(workspace, clock, storage),
    quiet: () => new Promise((resolve) => setTimeout(resolve)),
    async get(port, target = '/') {
      const answer = await host.http(getRequest(port, target));
      return answer && text(answer.body);
    },
  };
}

export function getRequest(port: number, target = '/', body = new Uint8Array()): RawRequest {
  return { port, method: 'GET', target, headers: [['host', `localhost:${port}`]], body };
}

/** `docker run -d -p 8501:8501 -v "$PWD/serving/fashion:/models/model" tensorflow/serving` */
export function specOf(more: Partial<ContainerSpec> = {}): ContainerSpec {
  return {
    image: 'tensorflow/serving',
    autoRemove: false,
    tty: false,
    detach: true,
    ports: [{ host: 8501, container: 8501 }],
    volumes: [
      {
        source: '/home/learner/serving/fashion',
        workspacePath: 'serving/fashion',
        target: '/models/model',
        readOnly: false,
      },
    ],
    env: {},
    args: [],
    ...more,
  };
}

/** Writes the one file of a version. */
export async function exportVersion(
  workspace: Workspace,
  version: number,
  weights = `version ${version}`,
): Promise<void> {
  await workspace.writeDirectory(
    `serving/fashion/${version}`,
    new Map([['weights', new TextEncoder().encode(weights)]]),
  );
}
