/** A container host for tests: containers are what it is told, and its answers are written down before. */
import type {
  ContainerInfo,
  ContainerSpec,
  DockerResult,
  LogLine,
  RawRequest,
  RawResponse,
  ServingApi,
} from '#protocol';

export const CONTAINER_ID = '3f4e9c1d2b7a'.padEnd(64, '0');

const SPEC: ContainerSpec = {
  image: 'tensorflow/serving',
  autoRemove: false,
  tty: false,
  detach: true,
  ports: [{ host: 8501, container: 8501 }],
  volumes: [],
  env: { MODEL_NAME: 'fashion' },
  args: [],
};

/** A running container, changed as asked. */
export function containerOf(changes: Partial<ContainerInfo> = {}): ContainerInfo {
  const now = Date.now();
  return {
    id: CONTAINER_ID,
    name: 'fashion',
    spec: SPEC,
    command: '/usr/bin/tf_serving_entrypoint.sh',
    created: now - 130_000,
    started: now - 130_000,
    state: 'running',
    listening: [8500, 8501],
    models: [],
    requests: 7,
    errors: 1,
    ...changes,
  };
}

const refuse = (message: string, code = 1): DockerResult<never> => ({
  ok: false,
  message: `Error response from daemon: ${message}`,
  code,
});

export class FakeServing implements ServingApi {
  readonly ran: ContainerSpec[] = [];
  readonly requests: RawRequest[] = [];
  /** What was done to containers, as `stop fashion`. */
  readonly done: string[] = [];
  all: ContainerInfo[] = [];
  /** What `run` refuses with. */
  refusal: DockerResult<never> | undefined;
  /** Beginnings of names of images that are not to be had. */
  imagesAbsent: readonly string[] = [];
  lines: LogLine[] = [];
  /** Undefined: nothing listens. */
  answer: (request: RawRequest) => RawResponse | undefined | Promise<RawResponse | undefined> =
    () => undefined;

  log(text: string, stream: LogLine['stream'] = 'stderr'): void {
    const seq = this.lines.length + 1;
    this.lines.push({ seq, container: CONTAINER_ID, stream, time: 1_790_000_000_000 + seq, text });
  }

  async http(request: RawRequest): Promise<RawResponse | undefined> {
    this.requests.push(request);
    return await this.answer(request);
  }

  async run(spec: ContainerSpec): Promise<DockerResult<string>> {
    if (this.refusal) return this.refusal;
    const absent = this.imagesAbsent.find((name) => spec.image.startsWith(name));
    if (absent !== undefined) {
      const reason = `pull access denied for ${absent}, repository does not exist or may require 'docker login'`;
      return refuse(`${reason}: denied: requested access to the resource is denied`, 125);
    }
    this.ran.push(spec);
    this.all = [containerOf({ spec, name: spec.name ?? 'fashion' })];
    return { ok: true, value: CONTAINER_ID };
  }

  start = async (name: string) =>
    this.#act('start', name, () => this.#change({ state: 'running' }));
  stop = async (name: string) =>
    this.#act('stop', name, () => this.#change({ state: 'exited', exitCode: 137 }));
  kill = async (name: string) =>
    this.#act('kill', name, () => this.#change({ state: 'exited', exitCode: 137 }));

  async remove(name: string, force: boolean): Promise<DockerResult<string>> {
    const info = this.all.find((each) => each.name === name);
    if (info?.state === 'running' && !force) {
      return refuse(
        `cannot remove container "${info.name}": container is running: stop the container before removing or force remove`,
      );
    }
    return this.#act('rm', name, () => (this.all = []));
  }

  async containers(): Promise<readonly ContainerInfo[]> {
    return this.all;
  }

  async logs(name: string): Promise<DockerResult<readonly LogLine[]>> {
    return this.#act('logs', name, () => undefined).ok
      ? { ok: true, value: this.lines }
      : refuse(`No such container: ${name}`);
  }

  async changes(cursor: number) {
    const logs = this.lines.filter(({ seq }) => seq > cursor);
    return { cursor: this.lines.length, containers: this.all, logs, requests: [] };
  }

  async request(): Promise<undefined> {
    return undefined;
  }

  async clearRequests(): Promise<void> {
    this.requests.length = 0;
  }

  async eject() {
    return { ok: true as const, value: [] };
  }

  #act(verb: string, name: string, work: () => void): DockerResult<string> {
    const found = this.all.some((each) => each.name === name || each.id.startsWith(name));
    if (!found) return refuse(`No such container: ${name}`);
    this.done.push(`${verb} ${name}`);
    work();
    return { ok: true, value: CONTAINER_ID };
  }

  #change(changes: Partial<ContainerInfo>): void {
    this.all = this.all.map((info) => ({ ...info, ...changes }));
  }
}
