/** The keyword arguments of a call. */
import { PyTypeError, ValueError } from '#errors';
import { checkOptions } from '../python/options';
import { typeName } from '../python/type-name';
import { RpcError } from './rpc-error';
import { StatusCode } from './status-code';
import type { CallOptions } from './types';

export interface CallSettings {
  /** Undefined waits as long as it takes. */
  readonly timeoutMs: number | undefined;
  readonly headers: Headers;
}

const KEY = /^[0-9a-z_.-]+$/;

/** @param options a number is the timeout in seconds */
export function readCallOptions(
  method: string,
  options: CallOptions | number | undefined,
): CallSettings {
  const given = typeof options === 'number' ? { timeout: options } : (options ?? {});
  checkOptions(method, given, ['timeout', 'metadata']);
  return { timeoutMs: readTimeout(given.timeout), headers: readMetadata(given.metadata) };
}

function readTimeout(timeout: unknown): number | undefined {
  if (timeout === undefined || timeout === null) return undefined;
  if (typeof timeout === 'number') return Math.max(1, Math.ceil(timeout * 1000));
  throw new PyTypeError(`unsupported operand type(s) for +: 'float' and '${typeName(timeout)}'`, {
    hint: 'timeout is a number of seconds.',
  });
}

function readMetadata(metadata: unknown): Headers {
  const headers = new Headers();
  if (metadata === undefined || metadata === null) return headers;
  for (const pair of Array.isArray(metadata) ? (metadata as unknown[]) : [undefined]) {
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new ValueError('metadata was invalid: pairs are needed', {
        hint: 'Write metadata: [["name", "value"]].',
      });
    }
    const [key, value] = pair as unknown[];
    if (typeof key !== 'string' || typeof value !== 'string' || !KEY.test(key)) {
      throw new RpcError(StatusCode.INTERNAL, 'Invalid metadata', {
        hint: 'Names are of small letters, digits, -, _ and . only; values are strings.',
      });
    }
    headers.append(key, value);
  }
  return headers;
}
