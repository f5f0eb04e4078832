/** The newest requests with their bodies, as far as there is room for them. */
import type { RequestDetail, RequestRecord } from '#protocol';

const KEPT = 500;
const LONGEST_BODY = 256 * 1024;
/** Bytes of all bodies together; the oldest give way, their requests stay listed. */
const ALL_BODIES = 4 * 1024 * 1024;

/** Characters of a text: addresses, headers and messages can be as long as whoever asks likes. */
const LONGEST_TEXT = 4096;

type Body = RequestDetail['requestBody'];

/** A copy, so that what is cut off is free. */
export function cutBody(bytes: Uint8Array): Body {
  return { bytes: bytes.slice(0, LONGEST_BODY), whole: bytes.length <= LONGEST_BODY };
}

/** Cut in the middle, where it is longer than anybody reads. */
function cutText(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  const half = LONGEST_TEXT / 2;
  // Put together anew, since a slice holds on to the whole.
  const [start, end] = [text.slice(0, half), text.slice(-half)].map((part) => [...part].join(''));
  return `${start} … ${text.length - LONGEST_TEXT} characters … ${end}`;
}

/** With no text longer than can be kept. A request whose address is cut is not whole. */
function withShortTexts(detail: RequestDetail): RequestDetail {
  const short = Object.fromEntries(
    Object.entries(detail).map(([name, each]: [string, unknown]) => [
      name,
      typeof each === 'string' ? cutText(each) : each,
    ]),
  ) as unknown as RequestDetail;
  const { requestHeaders, responseHeaders, requestBody, target } = detail;
  const cutHeaders = (headers: typeof requestHeaders) =>
    headers.map(([name, value]) => [cutText(name), cutText(value)] as const);
  return {
    ...short,
    requestHeaders: cutHeaders(requestHeaders),
    responseHeaders: cutHeaders(responseHeaders),
    requestBody: { ...requestBody, whole: requestBody.whole && short.target === target },
  };
}

function bodyBytes({ requestBody, responseBody }: RequestDetail): number {
  return requestBody.bytes.length + responseBody.bytes.length;
}

function withoutBodies(detail: RequestDetail): RequestDetail {
  const nothing = (length: number): Body => ({ bytes: new Uint8Array(), whole: length === 0 });
  return {
    ...detail,
    requestBody: nothing(detail.requestBytes),
    responseBody: nothing(detail.responseBytes),
  };
}

const DETAILS = ['requestHeaders', 'responseHeaders', 'requestBody', 'responseBody'];

function recordOf(detail: RequestDetail): RequestRecord {
  const fields = Object.entries(detail).filter(([name]) => !DETAILS.includes(name));
  return Object.fromEntries(fields) as unknown as RequestRecord;
}

export class Recorder {
  #details: RequestDetail[] = [];
  #bytes = 0;
  /** Of the oldest request that still has its bodies. */
  #bodiesFrom = 0;

  /** @param details that an earlier recorder has kept, as it kept them */
  constructor(details: readonly RequestDetail[]) {
    for (const detail of details) this.#keep(detail);
  }

  get details(): readonly RequestDetail[] {
    return this.#details;
  }

  add(detail: RequestDetail): void {
    this.#keep(withShortTexts(detail));
  }

  after(seq: number): readonly RequestRecord[] {
    const first = this.#details.findLastIndex((detail) => detail.seq <= seq) + 1;
    return this.#details.slice(first).map(recordOf);
  }

  find(seq: number): RequestDetail | undefined {
    return this.#details.find((detail) => detail.seq === seq);
  }

  clear(): void {
    this.#details = [];
    this.#bytes = this.#bodiesFrom = 0;
  }

  #keep(detail: RequestDetail): void {
    this.#details.push(detail);
    this.#bytes += bodyBytes(detail);
    while (this.#bytes > ALL_BODIES) this.#dropBodies();
    if (this.#details.length > KEPT) this.#dropOldest();
  }

  #dropBodies(): void {
    const oldest = this.#details[this.#bodiesFrom]!;
    this.#bytes -= bodyBytes(oldest);
    this.#details[this.#bodiesFrom++] = withoutBodies(oldest);
  }

  #dropOldest(): void {
    this.#bytes -= bodyBytes(this.#details.shift()!);
    this.#bodiesFrom = Math.max(0, this.#bodiesFrom - 1);
  }
}
