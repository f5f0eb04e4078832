/** The request that curl's options describe, with the headers that curl sends, in its order. */
import type { RawRequest } from '#protocol';
import type { CommandIO } from '../../command';
import { CurlUsageError } from './curl-error';
import { readOptionFile } from './option-file';
import type { CurlOptions } from './options';
import type { CurlUrl } from './url';

/** Of the curl whose manners these are. */
export const VERSION = '8.14.1';

/** Bytes of a body above which curl asks before it sends it. */
const EXPECTING = 1024 * 1024;

type Header = readonly [name: string, value: string];
type Bytes = Uint8Array<ArrayBuffer>;

/** What is sent with the request. */
export interface Payload {
  /** Of the data options. */
  readonly data: Bytes | undefined;
  /** Of `-T`. */
  readonly upload: Bytes | undefined;
}

/** @throws CurlUsageError for options that contradict each other */
export function methodOf(options: CurlOptions, { data, upload }: Payload): string {
  const isGet = options.has('get');
  const isHead = options.has('head');
  const posts = data !== undefined && !isGet;
  if (isHead && posts) {
    throw new CurlUsageError(
      'Warning: You can only select one HTTP request method! You asked for both POST \nWarning: (-d, --data) and HEAD (-I, --head).',
    );
  }
  const usual = isHead ? 'HEAD' : posts ? 'POST' : upload ? 'PUT' : 'GET';
  return options.value('request') ?? usual;
}

export async function buildRequest(
  url: CurlUrl,
  options: CurlOptions,
  payload: Payload,
  io: CommandIO,
): Promise<RawRequest> {
  const { data, upload } = payload;
  const query = [
    ...(data && options.has('get') ? [new TextDecoder().decode(data)] : []),
    ...options.values('url-query').map((text) => text.replace(/^\+/, '')),
  ].join('&');
  const body = options.has('get') ? upload : (data ?? upload);
  const target = options.value('request-target') ?? addQuery(url.target, query);
  return {
    port: url.port,
    method: methodOf(options, payload),
    target,
    headers: headersOf(url, options, payload, body, await customHeaders(options, io)),
    body: body ?? new Uint8Array(),
  };
}

function addQuery(target: string, query: string): string {
  if (query === '') return target;
  return `${target}${target.includes('?') ? '&' : '?'}${query}`;
}

/** A header of the learner's; undefined as value: not to be sent. */
interface CustomHeader {
  readonly name: string;
  readonly value: string | undefined;
}

/** `Name: value`, `Name;` for an empty value, `Name:` for none; what is none of these is left out. */
async function customHeaders(options: CurlOptions, io: CommandIO): Promise<CustomHeader[]> {
  const lines: string[] = [];
  for (const { name, value, written } of options.given) {
    if (name !== 'header') continue;
    if (!value.startsWith('@')) lines.push(value);
    else {
      const bytes = await readOptionFile(value.slice(1), written, options, io);
      lines.push(...new TextDecoder().decode(bytes).split(/\r?\n/).filter(Boolean));
    }
  }
  return lines.flatMap((line) => {
    const [, name, text] = /^([^:;]+):\s*(.*?)\s*$/s.exec(line) ?? [];
    if (name !== undefined) return [{ name, value: text === '' ? undefined : text! }];
    const [, bare] = /^([^:;]+);\s*$/.exec(line) ?? [];
    return bare === undefined ? [] : [{ name: bare, value: '' }];
  });
}

function headersOf(
  url: CurlUrl,
  options: CurlOptions,
  { data }: Payload,
  body: Bytes | undefined,
  custom: readonly CustomHeader[],
): Header[] {
  const isOwn = (name: string) =>
    custom.some((header) => header.name.toLowerCase() === name.toLowerCase());
  const json = options.values('json').length > 0;
  const own: Header[] = [
    ...custom.flatMap(({ name, value }): Header[] =>
      value === undefined || name.toLowerCase() === 'host' ? [] : [[name, value]],
    ),
    ...(json && !isOwn('Content-Type') ? [['Content-Type', 'application/json'] as const] : []),
    ...(json && !isOwn('Accept') ? [['Accept', 'application/json'] as const] : []),
  ];
  const before = usualHeaders(url, options, custom).filter(
    ([name]) => !isOwn(name) && !(json && name === 'Accept'),
  );
  const length: Header[] = body ? [['Content-Length', String(body.length)]] : [];
  const isForm = body !== undefined && body === data && !json;
  const type: Header[] = isForm ? [['Content-Type', 'application/x-www-form-urlencoded']] : [];
  const expect: Header[] = body && body.length > EXPECTING ? [['Expect', '100-continue']] : [];
  const after = [...length, ...type, ...expect].filter(([name]) => !isOwn(name));
  return [...hostHeader(url, custom), ...before, ...own, ...after];
}

function hostHeader({ host, port, hasPort }: CurlUrl, custom: readonly CustomHeader[]): Header[] {
  const own = custom.find(({ name }) => name.toLowerCase() === 'host');
  if (own) return own.value === undefined ? [] : [['Host', own.value]];
  return [['Host', hasPort ? `${host}:${port}` : host]];
}

function usualHeaders(
  url: CurlUrl,
  options: CurlOptions,
  custom: readonly CustomHeader[],
): Header[] {
  const login = options.value('user') ?? url.login;
  const bearer = options.value('oauth2-bearer');
  const agent = options.value('user-agent') ?? `curl/${VERSION}`;
  const referer = options.value('referer');
  const range = options.value('range');
  const cookies = options.values('cookie').filter((cookie) => cookie.includes('='));
  const isBare = custom.some(({ name }) => name.toLowerCase() === 'accept');
  return [
    ...(bearer === undefined ? [] : [['Authorization', `Bearer ${bearer}`] as const]),
    ...(login === undefined || bearer !== undefined
      ? []
      : [['Authorization', basic(login)] as const]),
    ...(range === undefined ? [] : [['Range', `bytes=${range}`] as const]),
    ...(agent === '' ? [] : [['User-Agent', agent] as const]),
    ...(isBare ? [] : [['Accept', '*/*'] as const]),
    ...(options.has('compressed') ? [['Accept-Encoding', 'deflate, gzip, br, zstd'] as const] : []),
    ...(referer === undefined ? [] : [['Referer', referer] as const]),
    ...(cookies.length === 0 ? [] : [['Cookie', cookies.join('; ')] as const]),
  ];
}

function basic(login: string): string {
  const bytes = new TextEncoder().encode(login.includes(':') ? login : `${login}:`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}
