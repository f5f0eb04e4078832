import { decodeError, type Call, type Method, type Reply } from './messages';
import { Watchers } from './watchers';
import type { Workspace, WorkspaceEntry } from './workspace';

/** The other end of a shared workspace, as `serveWorkspace` gives it; can be posted, with its port as a transfer. */
export interface SharedWorkspace {
  readonly storage: Workspace['storage'];
  readonly port: MessagePort;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (reason: Error) => void;
}

/** A workspace that another page or worker holds. Owns the port. */
export class RemoteWorkspace implements Workspace {
  readonly storage: Workspace['storage'];
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, Waiting>();
  readonly #watchers = new Watchers();
  #lastId = 0;

  constructor({ storage, port }: SharedWorkspace) {
    this.storage = storage;
    this.#port = port;
    port.onmessage = (event: MessageEvent<Reply>) => this.#receive(event.data);
  }

  read(path: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.#call('read', [path]);
  }

  write(path: string, bytes: Uint8Array): Promise<void> {
    // A copy, since a view would be posted with all of its buffer.
    const copy = bytes.slice();
    return this.#call('write', [path, copy], [copy.buffer]);
  }

  writeDirectory(path: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
    const copies = new Map([...files].map(([name, bytes]) => [name, bytes.slice()] as const));
    const buffers = [...copies.values()].map(({ buffer }) => buffer);
    return this.#call('writeDirectory', [path, copies], buffers);
  }

  remove(path: string): Promise<void> {
    return this.#call('remove', [path]);
  }

  exists(path: string): Promise<boolean> {
    return this.#call('exists', [path]);
  }

  stat(path: string): Promise<WorkspaceEntry> {
    return this.#call('stat', [path]);
  }

  list(path = '', options: { readonly hidden?: boolean } = {}): Promise<WorkspaceEntry[]> {
    return this.#call('list', [path, options]);
  }

  watch(onChange: () => void): () => void {
    return this.#watchers.add(onChange);
  }

  usage(): Promise<{ readonly used: number; readonly quota: number } | undefined> {
    return this.#call('usage', []);
  }

  #call<T>(method: Method, args: readonly unknown[], transfer: Transferable[] = []): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const call: Call = { id: ++this.#lastId, method, args };
      this.#port.postMessage(call, transfer);
      this.#waiting.set(call.id, { resolve, reject });
    });
  }

  #receive(reply: Reply): void {
    if (reply.type === 'changed') return this.#watchers.tell();
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.type === 'value') waiting?.resolve(reply.value as never);
    else waiting?.reject(decodeError(reply.error));
  }
}
