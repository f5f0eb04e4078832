/** What ends a transfer, with curl's exit status. */
export class CurlError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** What ends curl before any transfer: its message is all that is printed, before the line about `--help`. */
export class CurlUsageError extends Error {
  readonly code: number;
  constructor(message: string, code = 2) {
    super(message);
    this.code = code;
  }
}

/** Those statuses that are given here. */
export const Code = {
  unsupportedProtocol: 1,
  failedInit: 2,
  badUrl: 3,
  couldNotResolve: 6,
  couldNotConnect: 7,
  httpError: 22,
  writeError: 23,
  readError: 26,
  timedOut: 28,
  tls: 35,
} as const;
