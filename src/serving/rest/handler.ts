/** The REST port: one request in, one answer out. Who owns models, time and counters is passed in. */
import type { StatusCode } from '#executor';
import { invalid, statusOf } from '../errors';
import {
  headerOf,
  type Answer,
  type HttpRequest,
  type HttpResponse,
  type PortHandler,
} from '../http';
import { PrettyWriter } from '../json';
import type { Call } from './call';
import { answerClassify, answerRegress } from './examples/answer';
import { bodyOf } from './gunzip';
import { modelMetadata, modelStatus } from './model-info';
import { predict } from './predict/predict';
import { Responses } from './responses';
import { routeOf, type Route } from './route';
import { parseTarget } from './target';
import type { PrometheusEndpoint, RestOptions } from './types';

/** What libevent lets through; any other method is not implemented. */
const METHODS = ['GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'];
const API_PATH = /^\/v1\/.*$/i;
const JSON_TYPE = 'application/json';
const NO_BODY = new Uint8Array(0);

export function createRestHandler(options: RestOptions): PortHandler {
  return async (request) => {
    const responses = new Responses(request, options.clock.now());
    const page = (status: number): Answer => ({ response: responses.page(status), note: {} });
    if (!METHODS.includes(request.method)) return page(501);
    const target = parseTarget(request.target);
    if (target === undefined) return page(400);
    const { prometheus } = options;
    if (target.path === prometheus?.path) {
      return { response: countersPage(responses, prometheus, target.pathAndQuery), note: {} };
    }
    if (!API_PATH.test(target.pathAndQuery)) return page(404);
    return answerApi(options, responses, request, target.pathAndQuery);
  };
}

function countersPage(
  responses: Responses,
  { path, page }: PrometheusEndpoint,
  asked: string,
): HttpResponse {
  const isExact = asked === path;
  const text = isExact ? page() : `Unexpected path: ${asked}. Should be ${path}`;
  const code = isExact ? 'OK' : 'INVALID_ARGUMENT';
  return responses.api(code, 'text/plain', new TextEncoder().encode(text), false);
}

interface Outcome {
  readonly code: StatusCode | 'OK';
  /** None: libevent's own. */
  readonly type?: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

async function answerApi(
  options: RestOptions,
  responses: Responses,
  request: HttpRequest,
  pathAndQuery: string,
): Promise<Answer> {
  const start = options.clock.now();
  const route = routeOf(request.method, pathAndQuery);
  const note: Call['note'] = route.model.name === '' ? {} : { model: route.model.name };
  const outcome =
    request.method === 'OPTIONS'
      ? preflight(request)
      : await answerRoute(options, route, request, pathAndQuery, note);
  count(options, route, outcome.code, start);
  const response = responses.api(outcome.code, outcome.type, outcome.body, options.cors);
  return { response, note };
}

/** The path is not looked at. */
function preflight(request: HttpRequest): Outcome {
  const hasOrigin = /https?:\/\//.test(headerOf(request.headers, 'Origin') ?? '');
  return { code: hasOrigin ? 'OK' : 'FAILED_PRECONDITION', body: NO_BODY };
}

async function answerRoute(
  options: RestOptions,
  route: Route,
  request: HttpRequest,
  pathAndQuery: string,
  note: Call['note'],
): Promise<Outcome> {
  if (route.call === 'version overflow') {
    return { code: 'INVALID_ARGUMENT', type: JSON_TYPE, body: NO_BODY };
  }
  try {
    const malformed = `Malformed request: ${request.method} ${pathAndQuery}`;
    if (route.call === 'malformed') throw invalid(malformed);
    const call = { options, model: route.model, body: await bodyOf(request), note };
    return { code: 'OK', type: JSON_TYPE, body: await perform(route.call, call) };
  } catch (error) {
    const { code, message } = statusOf(error);
    note.error = message;
    return { code, type: JSON_TYPE, body: errorBody(message) };
  }
}

async function perform(
  what: Exclude<Route['call'], 'malformed' | 'version overflow'>,
  call: Call,
): Promise<Uint8Array<ArrayBuffer>> {
  switch (what) {
    case 'predict':
      return predict(call);
    case 'classify':
      return answerClassify(call);
    case 'regress':
      return answerRegress(call);
    case 'metadata':
      return new TextEncoder().encode(await modelMetadata(call));
    case 'status':
      return new TextEncoder().encode(modelStatus(call));
  }
}

function errorBody(message: string): Uint8Array<ArrayBuffer> {
  const writer = new PrettyWriter();
  writer.startObject();
  writer.text('error');
  writer.text(message);
  writer.endObject();
  return writer.finish();
}

function count(
  { metrics, clock }: RestOptions,
  route: Route,
  status: StatusCode | 'OK',
  start: number,
): void {
  const model_name = route.model.name;
  metrics.count('/tensorflow/serving/request_count', { model_name, status });
  if (status !== 'OK') return;
  const isPost = route.call === 'predict' || route.call === 'classify' || route.call === 'regress';
  metrics.observe(
    '/tensorflow/serving/request_latency',
    { model_name, API: isPost ? route.call : '', entrypoint: 'REST' },
    (clock.now() - start) * 1000,
  );
}
