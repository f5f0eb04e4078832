/** Which of the API's calls a method and a path are. */
import type { ModelSpec } from '../servable';
import { percentDecode } from './target';

const VERSION_OR_LABEL = '(?:/versions/(\\d+)|/labels/([^/:]+))?';
const POST = new RegExp(`^/v1/models/([^/:]+)${VERSION_OR_LABEL}:(classify|regress|predict)$`, 'i');
const GET = new RegExp(`^/v1/models(?:/([^/:]+))?${VERSION_OR_LABEL}(?:/(metadata))?$`, 'i');

const MAX_INT64 = 2n ** 63n - 1n;

type Verb = 'predict' | 'classify' | 'regress';

export interface Route {
  readonly call: Verb | 'status' | 'metadata' | 'malformed' | 'version overflow';
  /** Its name is '' where the path has none. */
  readonly model: ModelSpec;
}

const MALFORMED: Route = { call: 'malformed', model: { name: '' } };

export function routeOf(method: string, pathAndQuery: string): Route {
  if (method === 'POST') {
    const match = POST.exec(pathAndQuery);
    return match ? route(verbOf(match[4]!), match) : MALFORMED;
  }
  const match = method === 'GET' ? GET.exec(pathAndQuery) : null;
  if (!match) return MALFORMED;
  return route(match[4] === 'metadata' ? 'metadata' : 'status', match);
}

/** The pattern ignores case, what comes after it does not. */
function verbOf(text: string): Verb | 'malformed' {
  return text === 'predict' || text === 'classify' || text === 'regress' ? text : 'malformed';
}

function route(call: Route['call'], match: RegExpExecArray): Route {
  const name = percentDecode(match[1] ?? '');
  if (match[3] !== undefined) return { call, model: { name, label: percentDecode(match[3]) } };
  if (match[2] === undefined) return { call, model: { name } };
  // The longest int64 has 19 digits; zeros before it are no digits of it.
  const digits = match[2].replace(/^0+(?=\d)/, '');
  const version = digits.length > 19 ? MAX_INT64 + 1n : BigInt(digits);
  if (version > MAX_INT64) return { call: 'version overflow', model: { name } };
  return { call, model: { name, version } };
}
