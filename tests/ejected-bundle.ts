/** The folder of an ejected container, and a server on a port of this machine that its scripts can ask. */
import { execFile } from 'node:child_process';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { EjectedFile, RawResponse, ServingApi } from '#protocol';
import type { Workspace } from '#workspace';

async function bodyOf(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return new Uint8Array(Buffer.concat(chunks));
}

function pairs(flat: readonly string[]): [string, string][] {
  return flat.flatMap((name, at): [string, string][] => (at % 2 ? [] : [[name, flat[at + 1]!]]));
}

export interface RealServer extends AsyncDisposable {
  readonly port: number;
}

/** @param alter what to do with an answer before it is sent */
export async function serveForReal(
  api: ServingApi,
  alter: (answer: RawResponse) => RawResponse = (answer) => answer,
): Promise<RealServer> {
  const server = createServer(async (request, response) => {
    const { method = '', url: target = '', rawHeaders } = request;
    const body = await bodyOf(request);
    const asked = { port: 8501, method, target, headers: pairs(rawHeaders), body };
    const answer = await api.http(asked);
    if (!answer) return void request.socket.destroy();
    const { status, statusText, headers, body: sent } = alter(answer);
    response.writeHead(
      status,
      statusText,
      headers.filter(([name]) => name.toLowerCase() !== 'content-length').flat(),
    );
    response.end(sent);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface Folder extends AsyncDisposable {
  readonly path: string;
}

/** The bundle as it lies on a disk once it is unpacked. */
export async function unpack(files: readonly EjectedFile[], workspace: Workspace): Promise<Folder> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'eject-'));
  for (const file of files) {
    const place = path.join(folder, file.path);
    await mkdir(path.dirname(place), { recursive: true });
    if ('copyOf' in file) await writeFile(place, await workspace.read(file.copyOf));
    else await writeFile(place, 'text' in file ? file.text : file.bytes);
  }
  return { path: folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

export interface Ended {
  readonly code: number;
  readonly output: string;
}

export function run(program: string, args: readonly string[], cwd?: string): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd, timeout: 60_000 }, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
      resolve({ code, output: stdout + stderr });
    });
  });
}
