/** Assertions that run under every test runner and in a page. */
import type { Answer, Bench, Sent } from './bench';

export class Mismatch extends Error {
  override readonly name = 'Mismatch';
}

function fail(what: string, got: unknown, wanted: unknown): never {
  throw new Mismatch(`${what}: got ${show(got)}, wanted ${show(wanted)}`);
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? value : String(JSON.stringify(value));
  return text.length > 600 ? `${text.slice(0, 600)} …` : text;
}

export function equal(what: string, got: unknown, wanted: unknown): void {
  if (sorted(got) !== sorted(wanted)) fail(what, got, wanted);
}

export function includes(what: string, text: string, ...parts: readonly string[]): void {
  for (const part of parts) if (!text.includes(part)) fail(`${what}, to include`, text, part);
}

export function excludes(what: string, text: string, part: string): void {
  if (text.includes(part)) fail(`${what}, not to include`, text, part);
}

/** These texts in this order. */
export function inOrder(what: string, text: string, ...parts: readonly string[]): void {
  let at = 0;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found < 0) fail(`${what}, then`, text.slice(at), part);
    at = found + part.length;
  }
}

/** Looks again and again while time passes for the server, at most for ten seconds of it. */
export async function eventually(bench: Bench, check: () => Promise<void>): Promise<void> {
  for (let looks = 0; ; looks++) {
    try {
      return await check();
    } catch (error) {
      if (looks === 40 || !(error instanceof Mismatch)) throw error;
      await bench.elapse(250);
    }
  }
}

/** JSON text with the keys of objects in order. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

export async function get(bench: Bench, target: string): Promise<Answer> {
  return ask(bench, { target });
}

export async function post(bench: Bench, target: string, body: Sent['body']): Promise<Answer> {
  return ask(bench, { method: 'POST', target, body: body ?? '' });
}

export async function ask(bench: Bench, request: Sent): Promise<Answer> {
  const answer = await bench.send(request);
  return (
    answer ?? fail(`${request.method ?? 'GET'} ${request.target}`, 'no connection', 'an answer')
  );
}

/** The error answer that stands in TensorFlow Serving's documentation as `{"error": …}`, to the byte. */
export function isError(answer: Answer, status: number, message: string): void {
  equal('status', answer.status, status);
  equal('content type', answer.contentType, 'application/json');
  equal('body', answer.text, `{\n    "error": ${JSON.stringify(message)}\n}`);
}

/** An error whose message has this part. */
export function hasError(answer: Answer, status: number, ...parts: readonly string[]): void {
  equal(`status of ${show(answer.text)}`, answer.status, status);
  const { error } = JSON.parse(answer.text) as { error: string };
  includes('message', error, ...parts);
}

/** An answer that is this JSON; NaN and the infinities are given as words. */
export function isJson(answer: Answer, wanted: unknown): void {
  equal(`status of ${show(answer.text)}`, answer.status, 200);
  equal('content type', answer.contentType, 'application/json');
  equal('body', parseLoosely(answer.text), wanted);
}

/** TensorFlow Serving writes NaN and infinities bare, as no JSON reader takes them. */
export function parseLoosely(text: string): unknown {
  return JSON.parse(text.replace(/(?<=[[ ,:])(-?Infinity|NaN)(?=[\],\s}])/g, '"$1"'));
}
