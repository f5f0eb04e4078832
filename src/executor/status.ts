/** Errors as TensorFlow's runtime and TensorFlow Serving report them: an absl status code and a message. */

export type StatusCode =
  | 'CANCELLED'
  | 'UNKNOWN'
  | 'INVALID_ARGUMENT'
  | 'DEADLINE_EXCEEDED'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'PERMISSION_DENIED'
  | 'RESOURCE_EXHAUSTED'
  | 'FAILED_PRECONDITION'
  | 'ABORTED'
  | 'OUT_OF_RANGE'
  | 'UNIMPLEMENTED'
  | 'INTERNAL'
  | 'UNAVAILABLE'
  | 'DATA_LOSS'
  | 'UNAUTHENTICATED';

export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly code: StatusCode;
  constructor(code: StatusCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }

  /** As TensorFlow prints a status: `NOT_FOUND: Could not find …`. */
  override toString(): string {
    return `${this.code}: ${this.message}`;
  }
}
