/** A recorded request as a command or a program that sends it again, byte for byte. */
import type { RequestDetail } from '#protocol';

export type CopyFormat = 'curl' | 'fetch' | 'python';

export interface Copyable extends Pick<RequestDetail, 'port' | 'method' | 'target'> {
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

/** Headers that say something about the request; the rest is the sender's own. */
const TOLD = ['content-type', 'content-encoding', 'accept', 'authorization'];
/** Matters to the server in a preflight only, and browsers send it with everything. */
const TOLD_IN_PREFLIGHT = [...TOLD, 'origin'];
/** A browser sets this one itself. */
const NOT_IN_FETCH = ['origin'];
/** What `fetch` does of itself for a text; a server that does not look at it is not told. */
const TEXT_TYPE = 'text/plain;charset=utf-8';

/** Undefined for a request whose body was not kept whole. */
export function copyable(detail: RequestDetail): Copyable | undefined {
  const { port, method, target, requestHeaders, requestBody } = detail;
  if (!requestBody.whole) return undefined;
  const told = method === 'OPTIONS' ? TOLD_IN_PREFLIGHT : TOLD;
  const headers = requestHeaders.filter(
    ([name, value]) =>
      told.includes(name.toLowerCase()) &&
      value.toLowerCase() !== TEXT_TYPE &&
      !(name.toLowerCase() === 'accept' && value === '*/*'),
  );
  return { port, method, target, headers, body: requestBody.bytes };
}

export function copyAs(format: CopyFormat, request: Copyable): string {
  switch (format) {
    case 'curl':
      return curl(request);
    case 'fetch':
      return fetchCall(request);
    case 'python':
      return python(request);
  }
}

function address({ port, target }: Copyable): string {
  return `http://localhost:${port}${target}`;
}

/** Undefined for bytes that are no UTF-8 text, or hold a NUL, which no command line can. */
function textOf(body: Uint8Array): string | undefined {
  if (body.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** A word of a POSIX shell, whatever is in it. */
function shellQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function curl(request: Copyable): string {
  const { method, headers, body } = request;
  const text = textOf(body);
  const hasBody = body.length > 0;
  const isImplied = method === (hasBody ? 'POST' : 'GET');
  const parts = [
    ...(text === undefined
      ? [`printf %s ${shellQuote(base64(body))} | base64 -d | curl`]
      : ['curl']),
    ...(isImplied ? [] : method === 'HEAD' ? ['-I'] : [`-X ${shellQuote(method)}`]),
    // curl would fill in ranges and lists, and tidy the path up.
    ...(/[[\]{}]/.test(request.target) ? ['-g'] : []),
    ...(/\/\.\.?(\/|$)/.test(request.target) ? ['--path-as-is'] : []),
    ...headers.map(([name, value]) => `-H ${shellQuote(`${name}: ${value}`)}`),
    ...(hasBody ? [text === undefined ? '--data-binary @-' : dataOption(text)] : []),
    shellQuote(address(request)),
  ];
  return parts.join(' ');
}

/** `--data-raw` takes no file's name; `--data` would read one from a text that begins with `@`. */
function dataOption(text: string): string {
  return `--data-raw ${shellQuote(text)}`;
}

/** A JavaScript literal on one line; the two line separators of JSON are none of JavaScript's. */
function literal(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

function fetchCall(request: Copyable): string {
  const { method, body } = request;
  const text = textOf(body);
  const headers = request.headers.filter(([name]) => !NOT_IN_FETCH.includes(name.toLowerCase()));
  const options = [
    ...(method === 'GET' ? [] : [`  method: ${literal(method)},`]),
    ...(headers.length === 0
      ? []
      : [`  headers: { ${headers.map((pair) => pair.map(literal).join(': ')).join(', ')} },`]),
    ...(body.length === 0 ? [] : [`  body: ${bodyOf(body, text)},`]),
  ];
  const args = options.length === 0 ? '' : `, {\n${options.join('\n')}\n}`;
  return `const response = await fetch(${literal(address(request))}${args});\nconsole.log(response.status, await response.text());`;
}

function bodyOf(body: Uint8Array, text: string | undefined): string {
  if (text !== undefined) return literal(text);
  return `Uint8Array.from(atob(${literal(base64(body))}), (char) => char.charCodeAt(0))`;
}

/** A string literal that Python and JSON share: only ASCII, `\u` in pairs is not, so it goes by code points. */
function pythonText(text: string): string {
  let quoted = '';
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (char === '"' || char === '\\') quoted += `\\${char}`;
    else if (char === '\n') quoted += '\\n';
    else if (code < 0x20 || code === 0x7f) quoted += `\\x${hex(code, 2)}`;
    else if (code < 0x7f) quoted += char;
    else quoted += code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
  }
  return `"${quoted}"`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

function python(request: Copyable): string {
  const { method, headers, body } = request;
  const text = textOf(body);
  const dictionary = headers.map((pair) => pair.map(pythonText).join(': ')).join(', ');
  const data =
    text === undefined ? `base64.b64decode("${base64(body)}")` : `${pythonText(text)}.encode()`;
  const call = ['GET', 'POST'].includes(method)
    ? `requests.${method.toLowerCase()}(`
    : `requests.request(${pythonText(method)}, `;
  const args = [
    pythonText(address(request)),
    ...(body.length === 0 ? [] : [`data=${data}`]),
    ...(dictionary ? [`headers={${dictionary}}`] : []),
  ];
  return [
    ...(body.length > 0 && text === undefined ? ['import base64'] : []),
    'import requests',
    '',
    `response = ${call}${args.join(', ')})`,
    'print(response.status_code, response.text)',
  ].join('\n');
}
