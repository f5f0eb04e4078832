/** A server of static files whose network can be cut, with the app below a path of its own. */
import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const BASE = '/course/';
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

export class StaticServer {
  folder: string;
  /** While false, connections break. */
  isOnline = true;
  /** Addresses relative to the app's whose connections break. */
  broken: RegExp | undefined;
  /** What somebody has asked for while the network was cut. */
  readonly asked: string[] = [];
  readonly #server = createServer((request, response) => this.#answer(request, response));

  constructor(folder: string) {
    this.folder = folder;
  }

  /** @returns the app's address */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, 'localhost', resolve));
    return `http://localhost:${(this.#server.address() as AddressInfo).port}${BASE}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url!, 'http://localhost');
    const name = pathname.slice(BASE.length) || 'index.html';
    if (!this.isOnline) this.asked.push(name);
    if (!this.isOnline || this.broken?.test(name)) return void request.socket.destroy();
    const file = path.join(this.folder, name);
    if (!pathname.startsWith(BASE) || !isFile(file)) {
      return void response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404</h1>');
    }
    response.setHeader('content-type', TYPES[path.extname(name)] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
  }
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
