/** `grpc.StatusCode` */
const WORDS = {
  OK: 'ok',
  CANCELLED: 'cancelled',
  UNKNOWN: 'unknown',
  INVALID_ARGUMENT: 'invalid argument',
  DEADLINE_EXCEEDED: 'deadline exceeded',
  NOT_FOUND: 'not found',
  ALREADY_EXISTS: 'already exists',
  PERMISSION_DENIED: 'permission denied',
  RESOURCE_EXHAUSTED: 'resource exhausted',
  FAILED_PRECONDITION: 'failed precondition',
  ABORTED: 'aborted',
  OUT_OF_RANGE: 'out of range',
  UNIMPLEMENTED: 'unimplemented',
  INTERNAL: 'internal',
  UNAVAILABLE: 'unavailable',
  DATA_LOSS: 'data loss',
  UNAUTHENTICATED: 'unauthenticated',
} as const;

export type StatusCodeName = keyof typeof WORDS;

/** How a call ended. */
export class StatusCodeMember {
  readonly name: StatusCodeName;
  /** The number on the wire, and the words. */
  readonly value: readonly [number, string];

  constructor(name: StatusCodeName, number: number) {
    this.name = name;
    this.value = Object.freeze([number, WORDS[name]] as const);
  }

  toString(): string {
    return `StatusCode.${this.name}`;
  }

  repr(): string {
    return `<StatusCode.${this.name}: (${this.value[0]}, '${this.value[1]}')>`;
  }
}

const NAMES = Object.keys(WORDS) as StatusCodeName[];

export const StatusCode = Object.freeze(
  Object.fromEntries(NAMES.map((name, number) => [name, new StatusCodeMember(name, number)])),
) as Readonly<Record<StatusCodeName, StatusCodeMember>>;

/** @param number on the wire */
export function statusCodeOf(number: number): StatusCodeMember {
  return StatusCode[NAMES[number] ?? 'UNKNOWN'];
}
