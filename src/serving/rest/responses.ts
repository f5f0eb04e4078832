/** Answers with the headers that libevent and TensorFlow Serving's handlers give them, in their order. */
import type { StatusCode } from '#executor';
import type { Headers, HttpRequest, HttpResponse } from '../http';
import { httpStatusOf, phraseOf } from './status-codes';

const NO_BODY = new Uint8Array(0);
const CORS_HEADERS: Headers = [
  ['Access-Control-Allow-Origin', '*'],
  ['Access-Control-Allow-Methods', 'POST, GET'],
  ['Access-Control-Allow-Headers', 'Content-Type'],
];
/** What libevent adds to an answer that says nothing about its type. */
const DEFAULT_TYPE = 'text/html; charset=ISO-8859-1';

/** Makes the answers to one request, which arrived at `now`. */
export class Responses {
  readonly #hasBody: boolean;
  readonly #date: string;

  /** @param now milliseconds since the epoch of time */
  constructor(request: HttpRequest, now: number) {
    this.#hasBody = request.method !== 'HEAD';
    this.#date = new Date(now).toUTCString();
  }

  /** An answer of the API. @param type the content type; libevent's own where there is none */
  api(
    code: StatusCode | 'OK',
    type: string | undefined,
    body: Uint8Array<ArrayBuffer>,
    cors: boolean,
  ): HttpResponse {
    const own: Headers = type === undefined ? [] : [['Content-Type', type]];
    const headers = cors ? [...own, ...CORS_HEADERS] : own;
    return this.#make(httpStatusOf(code), headers, body, type === undefined);
  }

  /** libevent's own page about an error. */
  page(status: number): HttpResponse {
    const phrase = phraseOf(status);
    const html =
      `<HTML><HEAD>\n<TITLE>${status} ${phrase}</TITLE>\n</HEAD><BODY>\n` +
      `<H1>${phrase}</H1>\n</BODY></HTML>\n`;
    const headers: Headers = [
      ['Content-Type', 'text/html'],
      ['Connection', 'close'],
    ];
    return this.#make(status, headers, new TextEncoder().encode(html), false);
  }

  #make(
    status: number,
    headers: Headers,
    body: Uint8Array<ArrayBuffer>,
    isUntyped: boolean,
  ): HttpResponse {
    const added: [string, string][] = [['Date', this.#date]];
    if (this.#hasBody) added.push(['Content-Length', String(body.length)]);
    if (this.#hasBody && isUntyped) added.push(['Content-Type', DEFAULT_TYPE]);
    return {
      status,
      statusText: phraseOf(status),
      headers: [...headers, ...added],
      body: this.#hasBody ? body : NO_BODY,
    };
  }
}
