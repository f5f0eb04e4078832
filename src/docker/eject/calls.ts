/** The recorded requests that can be sent to a real server and compared. */
import type { ContainerInfo, ModelStatus, RequestDetail } from '#protocol';
import { publishedAs, restPort } from './served';

type Bytes = Uint8Array<ArrayBuffer>;

export interface Call {
  /** `001` */
  readonly number: string;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  /** Undefined = no body. */
  readonly body: { readonly path: string; readonly bytes: Bytes } | undefined;
  readonly status: number;
  readonly contentType: string;
  /** Undefined for an answer that was too long to be kept: then only its status can be compared. */
  readonly answer: { readonly path: string; readonly bytes: Bytes } | undefined;
}

export interface RecordedCalls {
  readonly calls: readonly Call[];
  /** Requests whose body was not kept whole. */
  readonly cut: number;
  /** Requests that a version answered which would not answer them now. */
  readonly outdated: number;
}

/** Headers that the model server looks at, and the one that says to readers what the body is. */
const SENT = ['content-type', 'content-encoding'];
/** In a preflight it looks at this one too; browsers send it with everything. */
const SENT_IN_PREFLIGHT = [...SENT, 'origin'];

/** Those to the container's REST port, of equal ones the newest, in their order. */
export function recordedCalls(
  container: ContainerInfo,
  records: readonly RequestDetail[],
): RecordedCalls {
  const port = publishedAs(container.spec, restPort(container.spec));
  const own = records.filter((each) => each.container === container.id && each.port === port);
  const whole = own.filter((each) => each.requestBody.whole);
  const current = whole.filter((each) => isCurrent(each, container.models));
  const newest = new Map<string, RequestDetail>();
  for (const each of current) {
    const key = identity(each);
    newest.delete(key);
    newest.set(key, each);
  }
  return {
    calls: [...newest.values()].map(toCall),
    cut: own.length - whole.length,
    outdated: whole.length - current.length,
  };
}

/** Whether the version that answered is there, and still the one that this address leads to. */
function isCurrent(
  { model, version, target }: RequestDetail,
  models: readonly ModelStatus[],
): boolean {
  if (version === undefined) return true;
  const versions = models.find(({ name }) => name === model)?.versions ?? [];
  const available = versions.filter(({ state }) => state === 'AVAILABLE');
  const answering = available.find((each) => each.version === version);
  const label = /\/labels\/([^/:]+)/.exec(target)?.[1];
  if (label !== undefined) return answering?.labels.some((each) => isNamed(each, label)) ?? false;
  const isExplicit = /\/versions\/\d+/.test(target);
  return answering !== undefined && (isExplicit || answering === available[0]);
}

function isNamed(label: string, inTarget: string): boolean {
  return inTarget === label || inTarget === encodeURIComponent(label);
}

function identity({ method, target, requestHeaders, requestBody }: RequestDetail): string {
  return JSON.stringify([
    method,
    target,
    sentHeaders(method, requestHeaders),
    new TextDecoder('latin1').decode(requestBody.bytes),
  ]);
}

function sentHeaders(
  method: string,
  headers: RequestDetail['requestHeaders'],
): RequestDetail['requestHeaders'] {
  const sent = method === 'OPTIONS' ? SENT_IN_PREFLIGHT : SENT;
  return headers.filter(([name]) => sent.includes(name.toLowerCase()));
}

function toCall(detail: RequestDetail, index: number): Call {
  const { method, target, status, requestHeaders, responseHeaders } = detail;
  const { requestBody, responseBody } = detail;
  const number = String(index + 1).padStart(3, '0');
  const type = responseHeaders.find(([name]) => name.toLowerCase() === 'content-type');
  return {
    number,
    method,
    target,
    headers: sentHeaders(method, requestHeaders),
    body:
      requestBody.bytes.length === 0
        ? undefined
        : { path: `requests/${number}.json`, bytes: requestBody.bytes },
    status,
    contentType: type?.[1] ?? '',
    answer: responseBody.whole
      ? { path: `requests/${number}.answer.json`, bytes: responseBody.bytes }
      : undefined,
  };
}
