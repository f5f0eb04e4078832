/** A data set of a few tiny pictures in the official files' format, a server and a cache for it, and a bare runtime. */
import type { CellOutput, ProgressOutput } from '#protocol';
import { sizeOf } from '#tensor';
import type { DataFile } from './data-file';

export const BASE = 'https://course.example/app/';
const SHAPES = [[5, 2, 2], [5], [3, 2, 2], [3]];

export interface TinyFile extends DataFile {
  readonly elements: Uint8Array<ArrayBuffer>;
  readonly idx: Uint8Array<ArrayBuffer>;
  readonly gz: Uint8Array<ArrayBuffer>;
}

export function tinyFiles(): Promise<TinyFile[]> {
  return Promise.all(SHAPES.map(tinyFile));
}

async function tinyFile(shape: readonly number[], k: number): Promise<TinyFile> {
  const size = sizeOf(shape);
  const elements = Uint8Array.from({ length: size }, (_, i) => (i * 3 + k) % 10);
  const idx = toIdx(elements, shape);
  const gz = await gzip(idx);
  return {
    name: `file-${k}.gz`,
    bytes: gz.length,
    sha256: await sha256(gz),
    unpackedBytes: idx.length,
    unpackedSha256: await sha256(idx),
    shape,
    elements,
    idx,
    gz,
  };
}

export function toIdx(elements: Uint8Array, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(4 + 4 * shape.length + elements.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, 0x800 + shape.length);
  for (const [i, dim] of shape.entries()) view.setUint32(4 + 4 * i, dim);
  out.set(elements, 4 + 4 * shape.length);
  return out;
}

export function addressOf(file: DataFile): string {
  return `${BASE}data/fashion-mnist/${file.name}`;
}

export type Answer = (signal: AbortSignal | undefined) => Response | Promise<Response>;

/** Answers by address, 404 for any other, and counts what was asked for. */
export class FakeServer {
  readonly asked: string[] = [];
  readonly #answers = new Map<string, Answer>();

  serve(address: string, answer: Answer | Uint8Array<ArrayBuffer> | string): this {
    this.#answers.set(address, typeof answer === 'function' ? answer : () => new Response(answer));
    return this;
  }

  readonly fetch: typeof fetch = async (input, init) => {
    this.asked.push(String(input));
    init?.signal?.throwIfAborted();
    const answer = this.#answers.get(String(input));
    return answer ? answer(init?.signal ?? undefined) : new Response('', { status: 404 });
  };
}

/** As much of Cache Storage as is used. */
export class FakeCaches {
  readonly kept = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly open = async () => ({
    match: async (address: string) => {
      const bytes = this.kept.get(address);
      return bytes && new Response(bytes);
    },
    put: async (address: string, response: Response) => {
      this.kept.set(address, new Uint8Array(await response.arrayBuffer()));
    },
    delete: async (address: string) => this.kept.delete(address),
  });
}

export function fakeRuntime(stop = new AbortController()) {
  const outputs: CellOutput[] = [];
  return {
    baseUrl: BASE,
    signal: stop.signal,
    stop,
    outputs,
    emit: (output: CellOutput) => void outputs.push(output),
    busy: () => undefined,
    pause: async () => undefined,
    progress: () =>
      outputs.filter((output): output is ProgressOutput => output.kind === 'progress'),
  };
}

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
