/** A model server on a fake machine, asked as a client asks it. */
import { startModelServer, type ModelServer } from '#serving';
import type { FakeMachine } from './fake-machine';

const CONTAINER = ['--port=8500', '--rest_api_port=8501'];

export class RunningServer {
  readonly machine: FakeMachine;
  readonly #args: readonly string[];
  server: ModelServer;

  private constructor(machine: FakeMachine, args: readonly string[], server: ModelServer) {
    this.machine = machine;
    this.#args = args;
    this.server = server;
  }

  /** Starts `args` with the container's ports, and waits for what can be loaded. */
  static async start(machine: FakeMachine, args: readonly string[]): Promise<RunningServer> {
    const all = [...CONTAINER, ...args];
    const server = await startModelServer(all, machine.environment, machine.options);
    await server.settled();
    return new RunningServer(machine, all, server);
  }

  /** Goes on in another process, knowing only what was written down. */
  async restart(): Promise<void> {
    const restored = JSON.parse(JSON.stringify(this.server.snapshot()));
    const { environment, options } = this.machine;
    this.server = await startModelServer(this.#args, environment, { ...options, restored });
  }

  /** Lets so many seconds pass, with a poll after each. */
  async seconds(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      this.machine.time += 1000;
      await this.server.poll();
      await this.server.settled();
    }
  }

  /** What `x` is answered with, `404 Servable not found …` for an error, `refused` for a port that is closed. */
  async predict(model: string, which = ''): Promise<string> {
    const target = `/v1/models/${model}${which}:predict`;
    const { status, json } = await this.#ask('POST', target, '{"inputs": 1}');
    if (status === 0) return 'refused';
    return status === 200 ? json.outputs : `${status} ${json.error}`;
  }

  /** `2 AVAILABLE, 1 END NOT_FOUND` */
  async states(model: string): Promise<string> {
    const { status, json } = await this.#ask('GET', `/v1/models/${model}`, '');
    if (status !== 200) return status === 0 ? 'refused' : `${status} ${json.error}`;
    const versions: StatusEntry[] = json.model_version_status;
    return versions
      .map(({ version, state, status: { error_code: code } }) =>
        [version, state, ...(code === 'OK' ? [] : [code])].join(' '),
      )
      .join(', ');
  }

  async #ask(method: string, target: string, body: string) {
    const request = { method, target, headers: [], body: new TextEncoder().encode(body) };
    const answer = await this.server.handle(request);
    if (answer === undefined) return { status: 0, json: {} };
    const { status, body: bytes } = answer.response;
    return { status, json: JSON.parse(new TextDecoder().decode(bytes)) };
  }
}

interface StatusEntry {
  readonly version: string;
  readonly state: string;
  readonly status: { readonly error_code: string };
}
