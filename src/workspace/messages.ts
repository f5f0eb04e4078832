/** What the two ends of a shared workspace say to one another over a message port. */
import { errorClass, PythonError, QuotaError } from '#errors';

export const METHODS = [
  'read',
  'write',
  'writeDirectory',
  'remove',
  'exists',
  'stat',
  'list',
  'usage',
] as const;

export type Method = (typeof METHODS)[number];

export interface Call {
  /** Names the answer that belongs to it. */
  readonly id: number;
  readonly method: Method;
  readonly args: readonly unknown[];
}

export interface SentError {
  readonly name: string;
  readonly message: string;
  readonly hint: string | undefined;
  readonly place: string | undefined;
}

/** Answers come in the order in which the work ended; what a call changed is told before its answer. */
export type Reply =
  | { readonly type: 'value'; readonly id: number; readonly value: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: SentError }
  | { readonly type: 'changed' };

export function encodeError(thrown: unknown): SentError {
  if (!(thrown instanceof Error)) {
    return { name: 'Error', message: String(thrown), hint: undefined, place: undefined };
  }
  const { name, message } = thrown;
  const { hint, place } = thrown instanceof PythonError ? thrown : {};
  return { name, message, hint, place };
}

/** The error in its class again, a plain `Error` of that name where there is none. An OSError is about quota here. */
export function decodeError({ name, message, hint, place }: SentError): Error {
  const Class = name === 'OSError' ? QuotaError : errorClass(name);
  if (!Class) return Object.assign(new Error(message), { name });
  return new Class(message, { ...(hint && { hint }), ...(place && { place }) });
}
