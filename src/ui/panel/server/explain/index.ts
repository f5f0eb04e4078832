/** Why something went wrong, and where the lesson explains it: by the words of the real server. */
import type { ContainerInfo, LogLine, RequestRecord } from '#protocol';
import { BATCHING_RULES } from './batching';
import { EXAMPLE_RULES, GRAPH_RULES } from './graph';
import { JSON_RULES } from './json';
import { ROUTE_RULES } from './routes';
import { applyRules, linkTo, type Explanation } from './rule';
import { LOG_RULES } from './server-log';
import { VALUE_RULES } from './values';

export { linkTo, type Explanation } from './rule';

const MESSAGE_RULES = [
  ...ROUTE_RULES,
  ...BATCHING_RULES,
  ...GRAPH_RULES,
  ...EXAMPLE_RULES,
  ...JSON_RULES,
  ...VALUE_RULES,
  ...LOG_RULES,
];

/** Row messages wrap what is wrong with one row. */
const WRAPPED =
  /^Failed to process element: \d+ (?:key: .*? )?of 'instances' list\.(?: Error: [A-Z_]+:)? (.*)$/s;

/** @param message of an error answer, with or without its place in the graph */
export function explainMessage(message: string): Explanation | undefined {
  const inner = WRAPPED.exec(message)?.[1] ?? message;
  return applyRules(MESSAGE_RULES, inner.replace(/\n\t \[\[.*$/s, ''));
}

type Answered = Pick<RequestRecord, 'status' | 'error' | 'method' | 'target'>;

/** Undefined for an answer that is no error. */
export function explainAnswer(request: Answered): Explanation | undefined {
  if (request.error) {
    return explainMessage(request.error) ?? (request.status < 400 ? undefined : UNKNOWN);
  }
  return request.status < 400 ? undefined : explainPage(request);
}

const UNKNOWN: Explanation = {
  why: 'The message is the graph’s own: an op could not work with the values that it was given. Compare them with the signature.',
  link: linkTo('metadata'),
};

/** Answers without a message: the HTTP layer's own pages, and two that are empty. */
function explainPage({ status, method, target }: Answered): Explanation {
  if (status === 404) {
    const why = `Every address of the API begins with /v1/models/, and ${target} does not; the page comes from below the API.`;
    return { why, link: linkTo('status') };
  }
  if (status === 501) {
    const why = `The server does not know the method ${method} at all.`;
    return { why, link: linkTo('predict') };
  }
  if (method === 'OPTIONS') {
    const why = 'An OPTIONS request without an Origin header is no preflight.';
    return { why, link: linkTo('predict') };
  }
  if (/\/versions\/\d{19,}/.test(target)) {
    const why =
      'That version number is larger than any that there can be: versions are 64-bit integers.';
    return { why, link: linkTo('status') };
  }
  if (/^\/v1\//i.test(target) && !['GET', 'POST'].includes(method)) {
    const why = `The server knows GET and POST, and answers ${method} with 400.`;
    return { why, link: linkTo('predict') };
  }
  const why =
    'The address has a character that no URL may have, such as a space or a bracket. Encode it.';
  return { why, link: linkTo('status') };
}

/** Why nothing answers at a container's ports; undefined while all is well. */
export function explainContainer(
  container: ContainerInfo,
  log: readonly LogLine[],
): Explanation | undefined {
  const { state, listening, spec } = container;
  if (state === 'exited') return explainEnd(container, log);
  if (listening.length === 0) return newest(log) ?? LOADING;
  if (spec.ports.some((port) => listening.includes(port.container))) return undefined;
  const why =
    spec.ports.length === 0
      ? 'The server listens, but inside the container only: no port is published. Run it with -p 8501:8501.'
      : `The server listens on ${listening.join(' and ')} of the container, and none of them is published. Behind the colon of -p stands the container's port.`;
  return { why, link: linkTo('serve') };
}

const LOADING: Explanation = {
  why: 'The ports open once the first version has loaded; until then connections are refused.',
  link: linkTo('refused'),
};

/** 137 is how a stop or a kill ends it. */
function explainEnd({ exitCode }: ContainerInfo, log: readonly LogLine[]): Explanation | undefined {
  if (exitCode === 137 || exitCode === 0) return undefined;
  return newest(log);
}

function newest(log: readonly LogLine[]): Explanation | undefined {
  for (const { text } of log.slice(-200).toReversed()) {
    const found = applyRules(LOG_RULES, text);
    if (found) return found;
  }
  return undefined;
}
