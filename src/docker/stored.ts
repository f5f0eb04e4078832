/**
 * What is written down of containers, logs and requests, and reading it back. A file may be half of what it was, from
 * another release, or anything at all: what does not look as it should is refused.
 */
import type { ServerSnapshot } from '#serving';
import { decodeMessage, type ContainerInfo, type LogLine, type RequestDetail } from '#protocol';

export interface StoredContainer extends Pick<
  ContainerInfo,
  | 'id'
  | 'name'
  | 'spec'
  | 'created'
  | 'started'
  | 'state'
  | 'finished'
  | 'exitCode'
  | 'requests'
  | 'errors'
> {
  /** Undefined before the server has said anything. */
  readonly server?: ServerSnapshot | undefined;
  readonly loaded: LoadedVersions;
}

/** Directory of the copy of each loaded version's files by the server's key; null where there was no room for it. */
export type LoadedVersions = Readonly<Record<string, string | null>>;

export interface StoredState {
  readonly format: 1;
  /** No line or request has been numbered as high. */
  readonly sequence: number;
  readonly containers: readonly StoredContainer[];
}

/** @throws SyntaxError */
export function readState(bytes: Uint8Array): StoredState {
  const state = readJson(bytes);
  check(isRecord(state) && state['format'] === 1, 'is not of a format that this release knows');
  check(isRecord(state) && typeof state['sequence'] === 'number', 'has no sequence');
  check(isListOf(state['containers'], isContainer), 'holds something that is no container');
  return state as unknown as StoredState;
}

/** @throws SyntaxError */
export function readLogs(bytes: Uint8Array): readonly LogLine[] {
  const lines = readJson(bytes);
  check(isListOf(lines, isLine), 'holds something that is no line');
  return lines as LogLine[];
}

/** @throws SyntaxError */
export function readRequests(bytes: Uint8Array): readonly RequestDetail[] {
  const requests = decodeMessage(bytes);
  check(isListOf(requests, isRequest), 'holds something that is no request');
  return requests as RequestDetail[];
}

type Fields = Readonly<Record<string, unknown>>;

function readJson(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}

function check(holds: boolean, problem: string): asserts holds {
  if (!holds) throw new SyntaxError(`It ${problem}.`);
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOf(value: unknown, is: (each: Fields) => boolean): boolean {
  return Array.isArray(value) && value.every((each) => isRecord(each) && is(each));
}

/** Whether these fields have values of this type. */
function have(type: 'string' | 'number', fields: Fields, names: readonly string[]): boolean {
  return names.every((name) => typeof fields[name] === type);
}

function isContainer(fields: Fields): boolean {
  const { spec, loaded, server, state } = fields;
  return (
    have('string', fields, ['id', 'name']) &&
    have('number', fields, ['created', 'started', 'requests', 'errors']) &&
    (state === 'running' || state === 'exited') &&
    isRecord(spec) &&
    isSpec(spec) &&
    isRecord(loaded) &&
    Object.values(loaded).every((place) => place === null || typeof place === 'string') &&
    (server === undefined || isRecord(server))
  );
}

function isSpec(spec: Fields): boolean {
  const { ports, volumes, args, env } = spec;
  return (
    have('string', spec, ['image']) &&
    isListOf(ports, (port) => have('number', port, ['host', 'container'])) &&
    isListOf(volumes, (volume) => have('string', volume, ['source', 'target'])) &&
    Array.isArray(args) &&
    args.every((arg) => typeof arg === 'string') &&
    isRecord(env)
  );
}

function isLine(line: Fields): boolean {
  return (
    have('number', line, ['seq', 'time']) && have('string', line, ['container', 'stream', 'text'])
  );
}

function isRequest(request: Fields): boolean {
  return (
    have('number', request, ['seq', 'port', 'time', 'status', 'milliseconds']) &&
    have('string', request, ['container', 'method', 'target', 'statusText']) &&
    ['requestHeaders', 'responseHeaders'].every((name) => Array.isArray(request[name])) &&
    ['requestBody', 'responseBody'].every((name) => {
      const body = request[name];
      return isRecord(body) && body['bytes'] instanceof Uint8Array;
    })
  );
}
