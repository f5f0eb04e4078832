/** A server's surroundings for tests: models that are functions, a clock that stands, counters that can be read. */
import { create } from '@bufbuild/protobuf';
import { makeTensor, StatusError, type Tensor } from '#executor';
import {
  DataType,
  MetaGraphDefSchema,
  SignatureDefSchema,
  TensorInfoSchema,
  type SignatureDef,
} from '#formats/saved-model/schema';
import type { RequestNote } from '../http';
import type { ModelSpec, Servables, VersionStatus } from '../servable';
import { createRestHandler } from './handler';
import type { RestOptions } from './types';

export type Types = Readonly<Record<string, DataType>>;
type Feeds = Readonly<Record<string, Tensor>>;

interface FakeModel {
  readonly signatures: Readonly<Record<string, SignatureDef>>;
  readonly versions?: readonly bigint[];
  readonly labels?: Readonly<Record<string, bigint>>;
  /** @param feeds by the name of their tensor, without `:0`. @param fetches the same. */
  readonly run: (feeds: Feeds, fetches: readonly string[]) => readonly Tensor[];
}

/** Tensors have the name of their input or output, and `:0`. */
export function signature(
  inputs: Types,
  outputs: Types,
  methodName = 'tensorflow/serving/predict',
): SignatureDef {
  const infos = (types: Types) =>
    Object.fromEntries(
      Object.entries(types).map(([name, dtype]) => [
        name,
        create(TensorInfoSchema, {
          encoding: { case: 'name', value: `${name}:0` },
          dtype,
          tensorShape: { dim: [{ size: -1n }, { size: 1n }] },
        }),
      ]),
    );
  return create(SignatureDefSchema, {
    inputs: infos(inputs),
    outputs: infos(outputs),
    methodName,
  });
}

interface Sent {
  readonly method?: string;
  readonly target: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Received {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly note: RequestNote;
}

export class FakeServer {
  /** Milliseconds since the epoch of time. */
  now = 0;
  /** Handles that nobody has given back. */
  held = 0;
  /** Until when runs might go on. */
  readonly deadlines: number[] = [];
  readonly counts = new Map<string, number>();
  readonly observed = new Map<string, number[]>();
  readonly #handle: ReturnType<typeof createRestHandler>;

  constructor(models: Readonly<Record<string, FakeModel>>, options: Partial<RestOptions> = {}) {
    this.#handle = createRestHandler({
      servables: this.#servables(new Map(Object.entries(models))),
      metrics: {
        count: (name, labels, by = 1) => {
          const key = name + JSON.stringify(labels);
          this.counts.set(key, (this.counts.get(key) ?? 0) + by);
        },
        observe: (name, labels, value) => {
          const key = name + JSON.stringify(labels);
          this.observed.set(key, [...(this.observed.get(key) ?? []), value]);
        },
      },
      clock: { now: () => this.now, after: () => () => undefined },
      timeoutMs: 30_000,
      cors: false,
      checkMethodNames: false,
      ...options,
    });
  }

  async send({ method = 'GET', target, body = '', headers = {} }: Sent): Promise<Received> {
    const { response, note } = await this.#handle({
      method,
      target,
      headers: Object.entries(headers),
      body: typeof body === 'string' ? new TextEncoder().encode(body) : body.slice(),
    });
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(response.body);
    const { status, statusText } = response;
    return { status, statusText, headers: Object.fromEntries(response.headers), text, note };
  }

  post(target: string, body: string | Uint8Array): Promise<Received> {
    return this.send({ method: 'POST', target: `/v1/models/${target}`, body });
  }

  #servables(models: ReadonlyMap<string, FakeModel>): Servables {
    return {
      get: async (spec) => {
        const model = models.get(spec.name);
        const version = versionOf(spec, model);
        this.held++;
        return {
          name: spec.name,
          version,
          metaGraph: create(MetaGraphDefSchema, { signatureDef: { ...model!.signatures } }),
          run: async (feeds, fetches, { deadline }) => {
            this.deadlines.push(deadline);
            return model!.run(byPlainName(feeds), fetches.map(plain));
          },
          release: () => void this.held--,
        };
      },
      states: (name) => models.get(name)?.versions?.map(available),
    };
  }
}

function versionOf({ name, version, label }: ModelSpec, model: FakeModel | undefined): bigint {
  const versions = model?.versions ?? [];
  const wanted = label === undefined ? (version ?? versions[0]) : model?.labels?.[label];
  if (wanted !== undefined && versions.includes(wanted)) return wanted;
  if (label !== undefined) {
    throw new StatusError('INVALID_ARGUMENT', `Unrecognized servable version label: ${label}`);
  }
  const what = version === undefined ? `Latest(${name})` : `Specific(${name}, ${version})`;
  throw new StatusError('NOT_FOUND', `Servable not found for request: ${what}`);
}

function available(version: bigint): VersionStatus {
  return { version, state: 'AVAILABLE', code: 'OK', message: '' };
}

function plain(name: string): string {
  return name.replace(/:0$/, '');
}

function byPlainName(feeds: ReadonlyMap<string, Tensor>): Feeds {
  return Object.fromEntries([...feeds].map(([name, tensor]) => [plain(name), tensor]));
}

const { DT_FLOAT, DT_STRING } = DataType;
const EXAMPLES = { inputs: DT_STRING };

/** x / 2 + 2; of an example, the one float that is its last four bytes. */
export const HALF_PLUS_TWO: FakeModel = {
  versions: [123n],
  labels: { Version_Label: 123n },
  signatures: {
    serving_default: signature({ x: DT_FLOAT }, { y: DT_FLOAT }),
    regress_x_to_y: signature(EXAMPLES, { outputs: DT_FLOAT }, 'tensorflow/serving/regress'),
    classify_x_to_y: signature(EXAMPLES, { scores: DT_FLOAT }, 'tensorflow/serving/classify'),
  },
  run: ({ x, inputs }) => {
    if (x) return [makeTensor('float32', x.shape, halfPlusTwo(x.data as Float32Array))];
    const examples = inputs!.data as readonly Uint8Array[];
    const values = halfPlusTwo(Float32Array.from(examples, lastFloat));
    return [makeTensor('float32', [examples.length, 1], values)];
  },
};

function halfPlusTwo(values: Float32Array): Float32Array {
  return values.map((value) => value / 2 + 2);
}

function lastFloat(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getFloat32(bytes.length - 4, true);
}

/** Keeps what it was fed with, and answers with zero. */
export class EchoModel implements FakeModel {
  feeds: Feeds = {};
  readonly versions = [1n];
  readonly signatures: Readonly<Record<string, SignatureDef>>;

  constructor(inputs: Types, signatureName = 'serving_default') {
    this.signatures = { [signatureName]: signature(inputs, { zero: DT_FLOAT }) };
  }

  run(feeds: Feeds): readonly Tensor[] {
    this.feeds = feeds;
    return [makeTensor('float32', [1], new Float32Array(1))];
  }
}

/** Answers with these, whatever comes. */
export function constantModel(outputs: Readonly<Record<string, Tensor>>): FakeModel {
  const types = Object.fromEntries(Object.keys(outputs).map((name) => [name, DT_FLOAT]));
  return {
    versions: [1n],
    signatures: { serving_default: signature({ x: DT_FLOAT }, types) },
    run: (_, fetches) => fetches.map((name) => outputs[name]!),
  };
}

/** The body of an error answer. */
export function errorText(message: string): string {
  return `{\n    "error": ${JSON.stringify(message)}\n}`;
}
