/** A machine for model servers whose clock, files and log a test holds in its hands. */
import { create } from '@bufbuild/protobuf';
import { DataType, MetaGraphDefSchema } from '#formats/saved-model/schema';
import { makeTensor, StatusError, type LoadSession, type ModelFiles } from '#executor';
import type { Environment, KeptFiles, ServerOptions } from '#serving';

const GRAPH = 'saved_model.pb';

const META_GRAPH = create(MetaGraphDefSchema, {
  signatureDef: {
    serving_default: {
      inputs: { x: { encoding: { case: 'name', value: 'x:0' }, dtype: DataType.DT_FLOAT } },
      outputs: { y: { encoding: { case: 'name', value: 'y:0' }, dtype: DataType.DT_STRING } },
    },
  },
});

export class FakeMachine {
  time = 1_000_000;
  readonly files = new Map<string, string>();
  readonly kept = new Map<string, ReadonlyMap<string, Uint8Array>>();
  /** `I Adding/updating models.` */
  lines: string[] = [];
  loads = 0;
  #gate: Promise<void> | undefined;

  /** A version of which `x` answers `value`; `broken` cannot be loaded. */
  export(directory: string, value: string): void {
    this.files.set(`${directory}/${GRAPH}`, value);
  }

  remove(directory: string): void {
    for (const path of [...this.files.keys()]) {
      if (path.startsWith(`${directory}/`)) this.files.delete(path);
    }
  }

  /** Holds all loads that begin from now on, until the returned function is called. */
  closeGate(): () => void {
    let open: () => void = () => undefined;
    this.#gate = new Promise((resolve) => {
      open = resolve;
    });
    return () => {
      this.#gate = undefined;
      open();
    };
  }

  /** Loads that begin from now on are not held. */
  forgetGate(): void {
    this.#gate = undefined;
  }

  get environment(): Environment {
    return {
      clock: { now: () => this.time, after: () => () => undefined },
      files: {
        read: async (path) => {
          const text = this.files.get(path);
          return text === undefined ? undefined : new TextEncoder().encode(text);
        },
        children: async (path) => this.#children(path),
      },
      load: this.#load,
      log: {
        log: (severity, _source, text) => this.lines.push(`${severity} ${text}`),
        print: (stream, text) => this.lines.push(`${stream} ${text.trimEnd()}`),
      },
    };
  }

  get options(): ServerOptions & { readonly kept: KeptFiles } {
    return {
      kept: {
        keep: async (key, files) => void this.kept.set(key, files),
        open: (key, path) => ({ path, read: async (file) => this.kept.get(key)?.get(file) }),
        drop: async (key) => void this.kept.delete(key),
      },
    };
  }

  /** The lines since the last call. */
  newLines(): string[] {
    const { lines } = this;
    this.lines = [];
    return lines;
  }

  #children(path: string): string[] | undefined {
    const below = [...this.files.keys()].filter((file) => file.startsWith(`${path}/`));
    if (below.length === 0) return undefined;
    return [...new Set(below.map((file) => file.slice(path.length + 1).split('/')[0]!))];
  }

  readonly #load: LoadSession = async (files: ModelFiles) => {
    this.loads++;
    const bytes = await files.read(GRAPH);
    await this.#gate;
    if (bytes === undefined) {
      throw new StatusError('NOT_FOUND', `no ${GRAPH} in ${files.path}`);
    }
    const value = new TextDecoder().decode(bytes);
    if (value === 'broken') throw new StatusError('INTERNAL', 'broken');
    return {
      metaGraph: META_GRAPH,
      bytes: bytes.length,
      run: () => [makeTensor('string', [], [bytes])],
    };
  };
}
