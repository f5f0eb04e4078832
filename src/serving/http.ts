/** HTTP as the model server sees it, free of any platform's classes. */

/** Names as sent, in the order sent. */
export type Headers = readonly (readonly [name: string, value: string])[];

export interface HttpRequest {
  readonly method: string;
  /** Path and query, still percent-encoded: `/v1/models/fashion:predict?x=1`. */
  readonly target: string;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** What a list of requests tells of one beside its answer. */
export interface RequestNote {
  readonly model?: string;
  /** The version that answered. */
  readonly version?: string;
  readonly signature?: string;
  /** The message of an error answer. */
  readonly error?: string;
}

export interface Answer {
  readonly response: HttpResponse;
  readonly note: RequestNote;
}

/** What answers behind a port. Never rejects: every failure is an answer. */
export type PortHandler = (request: HttpRequest) => Promise<Answer>;

/** The first header of this name, whatever its case. */
export function headerOf(headers: Headers, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(([known]) => known.toLowerCase() === wanted)?.[1];
}
