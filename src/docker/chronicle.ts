/** What has been said and asked, in one count: every line of every container and every request. */
import type { LogLine, RequestDetail, RequestRecord } from '#protocol';
import type { Exchange } from './container';
import { ContainerLog } from './log';
import { cutBody, Recorder } from './recorder';

export interface ChronicleOptions {
  /** Of an earlier process. */
  readonly sequence: number;
  readonly logs: readonly LogLine[];
  readonly requests: readonly RequestDetail[];
  /** There is something new. */
  readonly noted: (what: 'logs' | 'requests') => void;
}

export class Chronicle {
  #sequence: number;
  readonly #logs = new Map<string, ContainerLog>();
  readonly #recorder: Recorder;
  readonly #noted: ChronicleOptions['noted'];

  constructor({ sequence, logs, requests, noted }: ChronicleOptions) {
    this.#sequence = sequence;
    this.#noted = noted;
    this.#recorder = new Recorder(requests);
    for (const line of logs) this.#logOf(line.container).add(line);
  }

  /** Number of the newest line or request. */
  get sequence(): number {
    return this.#sequence;
  }

  get requests(): readonly RequestDetail[] {
    return this.#recorder.details;
  }

  /** @param text one line or more; a line's end at its end counts as none */
  write(container: string, stream: LogLine['stream'], time: number, text: string): void {
    for (const line of text.replace(/\n$/, '').split('\n')) {
      const seq = ++this.#sequence;
      this.#logOf(container).add({ seq, container, stream, time, text: line });
    }
    this.#noted('logs');
  }

  record({ container, request, answer, time, milliseconds }: Exchange): void {
    const { response, note } = answer;
    this.#recorder.add({
      seq: ++this.#sequence,
      container: container.id,
      port: request.port,
      time,
      method: request.method,
      target: request.target,
      ...note,
      status: response.status,
      statusText: response.statusText,
      milliseconds,
      requestBytes: request.body.length,
      responseBytes: response.body.length,
      requestHeaders: request.headers,
      responseHeaders: response.headers,
      requestBody: cutBody(request.body),
      responseBody: cutBody(response.body),
    });
    this.#noted('requests');
  }

  request(seq: number): RequestDetail | undefined {
    return this.#recorder.find(seq);
  }

  clearRequests(): void {
    this.#recorder.clear();
    this.#noted('requests');
  }

  linesOf(container: string): readonly LogLine[] {
    return this.#logs.get(container)?.lines ?? [];
  }

  /** Lines of all containers after a moment, in their order. */
  linesAfter(seq: number): readonly LogLine[] {
    return [...this.#logs.values()].flatMap((log) => log.after(seq)).sort((a, b) => a.seq - b.seq);
  }

  requestsAfter(seq: number): readonly RequestRecord[] {
    return this.#recorder.after(seq);
  }

  /** The container is gone, and its lines with it; requests that it answered stay listed. */
  forget(container: string): void {
    if (this.#logs.delete(container)) this.#noted('logs');
  }

  #logOf(container: string): ContainerLog {
    const known = this.#logs.get(container);
    if (known) return known;
    const log = new ContainerLog();
    this.#logs.set(container, log);
    return log;
  }
}
