/**
 * The gRPC port, spoken to as browsers can: gRPC-Web, unary calls. What the real server's port says over HTTP/2, and the
 * proxy that puts it into HTTP/1.
 */
import { StatusError } from '#executor';
import { statusOf } from '../errors';
import {
  headerOf,
  type Answer,
  type Headers,
  type HttpRequest,
  type HttpResponse,
  type PortHandler,
} from '../http';
import { perform } from './call';
import { readMessage, writeAnswer } from './frames';
import type { GrpcOptions } from './options';
import { timeoutOf, trailersOf } from './status';
import { decodeText, encodeText } from './text-form';

const NO_BODY = new Uint8Array(0);

export function createGrpcHandler(options: GrpcOptions): PortHandler {
  return async (request) => {
    const cors = corsHeaders(request);
    if (request.method === 'OPTIONS') {
      return { response: response(204, 'No Content', cors, NO_BODY), note: {} };
    }
    const type = headerOf(request.headers, 'content-type') ?? '';
    if (request.method !== 'POST') return refuse(405, 'Method Not Allowed', cors);
    const form = /^application\/grpc-web(-text)?(\+proto)?\s*(;|$)/i.exec(type);
    if (!form) return refuse(415, 'Unsupported Media Type', cors);
    const isText = form[1] !== undefined;
    const { body, note } = await answer(options, request, isText);
    const contentType = isText ? 'application/grpc-web-text+proto' : 'application/grpc-web+proto';
    const headers: Headers = [['Content-Type', contentType], ...cors];
    return { response: response(200, 'OK', headers, isText ? encodeText(body) : body), note };
  };
}

async function answer(
  options: GrpcOptions,
  request: HttpRequest,
  isText: boolean,
): Promise<{ readonly body: Uint8Array<ArrayBuffer>; readonly note: Answer['note'] }> {
  const note: Record<string, string> = {};
  try {
    const message = readMessage(isText ? decodeText(request.body) : request.body);
    const timeout = timeoutOf(headerOf(request.headers, 'grpc-timeout'));
    const deadline = options.clock.now() + timeout;
    const answered = await perform(options, request.target, message, { deadline, note });
    if (options.clock.now() > deadline) {
      throw new StatusError('DEADLINE_EXCEEDED', 'Timed out waiting for notification');
    }
    return { body: writeAnswer(answered, trailersOf(undefined)), note };
  } catch (thrown) {
    const error = statusOf(thrown);
    const body = writeAnswer(undefined, trailersOf(error));
    return { body, note: { ...note, error: `${error}` } };
  }
}

function response(
  status: number,
  statusText: string,
  headers: Headers,
  body: Uint8Array<ArrayBuffer>,
): HttpResponse {
  const length: Headers = status === 204 ? [] : [['Content-Length', String(body.length)]];
  return { status, statusText, headers: [...headers, ...length], body };
}

function refuse(status: number, statusText: string, cors: Headers): Answer {
  const text = `${status} ${statusText}: this port speaks gRPC (here gRPC-Web: POST with application/grpc-web+proto). REST is the other port.\n`;
  const headers: Headers = [['Content-Type', 'text/plain'], ...cors];
  const body = new TextEncoder().encode(text);
  return { response: response(status, statusText, headers, body), note: { error: text.trim() } };
}

/** What a gRPC-Web proxy allows: every page, and to read how the call ended. */
function corsHeaders({ headers }: HttpRequest): Headers {
  const origin = headerOf(headers, 'origin');
  if (origin === undefined) return [];
  const asked = headerOf(headers, 'access-control-request-headers');
  const allowed = asked ?? 'content-type,x-grpc-web,x-user-agent,grpc-timeout';
  return [
    ['Access-Control-Allow-Origin', origin],
    ['Access-Control-Allow-Methods', 'POST, OPTIONS'],
    ['Access-Control-Allow-Headers', allowed],
    ['Access-Control-Expose-Headers', 'grpc-status,grpc-message'],
  ];
}
