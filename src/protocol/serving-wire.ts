/**
 * Calls of the container host as bytes, for a service worker, which is asked by HTTP: four bytes with the length of a
 * JSON text, the text, and then all byte arrays, which the text names by their place.
 */
import type { ServingApi } from './serving';
import type { WireError } from './output';
import { toPlainWireError } from './wire-errors';

type Bytes = Uint8Array<ArrayBuffer>;

const METHODS = [
  'http',
  'run',
  'start',
  'stop',
  'kill',
  'remove',
  'containers',
  'logs',
  'changes',
  'request',
  'clearRequests',
  'eject',
] as const satisfies readonly (keyof ServingApi)[];

export type ServingMethod = (typeof METHODS)[number];

/** Where in the bytes after the text an array lies. */
interface Place {
  readonly $bytes: readonly [offset: number, length: number];
}

const HEADER = 4;

export function encodeMessage(value: unknown): Bytes {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const text = JSON.stringify(value, (_, each: unknown) => {
    if (!(each instanceof Uint8Array)) return each;
    const place: Place = { $bytes: [length, each.length] };
    pieces.push(each);
    length += each.length;
    return place;
  });
  const json = new TextEncoder().encode(text ?? 'null');
  const message = new Uint8Array(HEADER + json.length + length);
  new DataView(message.buffer).setUint32(0, json.length, true);
  message.set(json, HEADER);
  let at = HEADER + json.length;
  for (const piece of pieces) {
    message.set(piece, at);
    at += piece.length;
  }
  return message;
}

/** @throws SyntaxError for bytes that `encodeMessage` has not written */
export function decodeMessage(message: Uint8Array): unknown {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const json = message.length < HEADER ? Infinity : view.getUint32(0, true);
  if (HEADER + json > message.length) throw new SyntaxError('The message is cut off.');
  const data = message.subarray(HEADER + json);
  const text = new TextDecoder().decode(message.subarray(HEADER, HEADER + json));
  return JSON.parse(text, (_, each: unknown) => {
    if (!isPlace(each)) return each;
    const [offset, length] = each.$bytes;
    if (offset + length > data.length) throw new SyntaxError('The message is cut off.');
    return data.slice(offset, offset + length);
  });
}

/** No call has lists in records whose keys are the learner's own, as those of `env`. */
function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && Array.isArray((value as Place).$bytes);
}

type Reply = { readonly value?: unknown } | { readonly error: WireError };

export function isServingMethod(name: string): name is ServingMethod {
  return (METHODS as readonly string[]).includes(name);
}

/** Performs a call for somebody who is elsewhere. Never rejects. */
export async function answerServingCall(
  api: ServingApi,
  method: ServingMethod,
  message: Uint8Array,
): Promise<Bytes> {
  try {
    const args = decodeMessage(message) as readonly unknown[];
    return encodeMessage({ value: await callServing(api, method, args) });
  } catch (error) {
    return encodeMessage({ error: toPlainWireError(error) });
  }
}

/**
 * A host that is elsewhere.
 * @param send carries the bytes of a call there, and the bytes of the answer back
 */
export function createServingClient(
  send: (method: ServingMethod, message: Bytes) => Promise<Uint8Array>,
): ServingApi {
  return forwardServing(async (method, args) => {
    const reply = decodeMessage(await send(method, encodeMessage(args))) as Reply;
    if ('error' in reply) throw new Error(reply.error.message);
    return reply.value;
  });
}

/** A host whose calls all go through one function. */
function forwardServing(
  perform: (method: ServingMethod, args: readonly unknown[]) => Promise<unknown>,
): ServingApi {
  const forward = (method: ServingMethod) => [
    method,
    (...args: readonly unknown[]) => perform(method, args),
  ];
  return Object.fromEntries(METHODS.map(forward)) as ServingApi;
}

/** A host that is not there yet. */
export function deferServing(host: () => Promise<ServingApi>): ServingApi {
  return forwardServing(async (method, args) => callServing(await host(), method, args));
}

function callServing(
  api: ServingApi,
  method: ServingMethod,
  args: readonly unknown[],
): Promise<unknown> {
  // By name, since the other end of a port has no functions that could be taken from it.
  return (api as unknown as Record<ServingMethod, (...args: unknown[]) => Promise<unknown>>)[
    method
  ](...args);
}
