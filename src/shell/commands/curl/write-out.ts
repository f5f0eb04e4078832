/** `-w`: variables of a transfer that has ended. */
import type { CommandIO } from '../../command';
import { VERSION } from './request';
import type { Outcome } from './transfer';

type Value = string | number | null;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** Prints what the format says. */
export function writeOut(format: string, outcome: Outcome, index: number, io: CommandIO): void {
  const values = valuesOf(outcome, index);
  let write = (text: string) => io.stdout(text);
  const pieces = format.split(/(%%|%\{[^}]*\}|%header\{[^}]*\}|\\.)/s);
  for (const piece of pieces) {
    if (piece === '%{stderr}') write = (text) => io.stderr(text);
    else if (piece === '%{stdout}') write = (text) => io.stdout(text);
    else if (piece === '%{onerror}') {
      if (!outcome.error) return;
    } else if (piece !== '') write(pieceText(piece, values, outcome, io));
  }
}

function pieceText(
  piece: string,
  values: Readonly<Record<string, Value>>,
  outcome: Outcome,
  io: CommandIO,
): string {
  if (piece === '%%') return '%';
  if (piece.startsWith('\\')) return ESCAPES[piece[1]!] ?? piece;
  const [, header] = /^%header\{(.*)\}$/s.exec(piece) ?? [];
  if (header !== undefined) return headerOf(outcome, header);
  const [, name] = /^%\{(.*)\}$/s.exec(piece) ?? [];
  if (name === undefined) return piece;
  if (name === 'json') return jsonOf(values);
  if (name === 'header_json') return headerJson(outcome);
  if (Object.hasOwn(values, name)) return print(name, values[name]!);
  io.stderr(`curl: unknown --write-out variable: '${name}'\n`);
  return '';
}

function headerOf({ response }: Outcome, name: string): string {
  const found = response?.headers.find(([known]) => known.toLowerCase() === name.toLowerCase());
  return found?.[1] ?? '';
}

function headerJson({ response }: Outcome): string {
  const lines = (response?.headers ?? []).map(
    ([name, value]) => `${JSON.stringify(name.toLowerCase())}:${JSON.stringify([value])}`,
  );
  return `{${lines.join(',\n')}\n}`;
}

/** Seconds with six digits; a status with three. */
function print(name: string, value: Value): string {
  if (value === null) return '';
  if (name.startsWith('time_')) return Number(value).toFixed(6);
  if (name === 'http_code' || name === 'response_code' || name === 'http_connect') {
    return String(value).padStart(3, '0');
  }
  return String(value);
}

function jsonOf(values: Readonly<Record<string, Value>>): string {
  const fields = Object.entries(values)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => {
      const text = name.startsWith('time_') ? Number(value).toFixed(6) : JSON.stringify(value);
      return `${JSON.stringify(name)}:${text}`;
    });
  return `{${fields.join(',')},"curl_version":"libcurl/${VERSION}"}`;
}

function valuesOf(outcome: Outcome, index: number): Record<string, Value> {
  const { url, request, response, error, file, text } = outcome;
  const seconds = outcome.duration / 1000;
  const isFailed = error !== undefined && response === undefined;
  const received = error?.message.startsWith('The requested') ? 0 : (response?.body.length ?? 0);
  const sent = request && response ? request.body.length : 0;
  const code = response?.status ?? 0;
  return {
    certs: '',
    content_type: response ? headerOf(outcome, 'content-type') || null : null,
    errormsg: error?.message ?? null,
    exitcode: error?.code ?? 0,
    filename_effective: file ?? null,
    ftp_entry_path: null,
    http_code: code,
    http_connect: 0,
    http_version: response ? '1.1' : '0',
    local_ip: isFailed ? '' : '::1',
    local_port: isFailed ? 0 : 49152,
    method: request?.method ?? 'GET',
    num_certs: 0,
    num_connects: index === 0 && response ? 1 : 0,
    num_headers: response?.headers.length ?? 0,
    num_redirects: 0,
    num_retries: 0,
    proxy_ssl_verify_result: 0,
    redirect_url: null,
    referer: null,
    remote_ip: isFailed ? '' : '::1',
    remote_port: isFailed ? 0 : (url?.port ?? 0),
    response_code: code,
    scheme: url?.scheme ?? null,
    size_download: received,
    size_header: response ? sizeOfHead(response) : 0,
    size_request: request && response ? sizeOfRequest(request) : 0,
    size_upload: sent,
    speed_download: Math.floor(received / Math.max(seconds, 1e-6)),
    speed_upload: Math.floor(sent / Math.max(seconds, 1e-6)),
    ssl_verify_result: 0,
    time_appconnect: 0,
    time_connect: isFailed ? 0 : Math.min(seconds, 0.0002),
    time_namelookup: Math.min(seconds, 0.0001),
    time_pretransfer: isFailed ? 0 : Math.min(seconds, 0.0003),
    time_redirect: 0,
    time_starttransfer: isFailed ? 0 : seconds,
    time_total: seconds,
    url: text,
    url_effective: url?.effective ?? text,
    urlnum: index,
  };
}

type Lines = readonly (readonly [string, string])[];

function sizeOfLines(first: string, headers: Lines): number {
  const sizes = headers.map(([name, value]) => name.length + value.length + 4);
  return sizes.reduce((sum, size) => sum + size, first.length + 4);
}

function sizeOfHead({ status, statusText, headers }: NonNullable<Outcome['response']>): number {
  return sizeOfLines(`HTTP/1.1 ${status} ${statusText}`, headers);
}

/** Head and body. */
function sizeOfRequest({ method, target, headers, body }: NonNullable<Outcome['request']>): number {
  return sizeOfLines(`${method} ${target} HTTP/1.1`, headers) + body.length;
}
