/** `grpc.RpcError`, as the calls of a channel raise it. */
import { PythonError, type ErrorDetails } from '#errors';
import type { StatusCodeMember } from './status-code';

interface RpcErrorDetails extends ErrorDetails {
  /** Python's class: another one for calls that were begun with `future`. */
  readonly kind?: '_InactiveRpcError' | '_MultiThreadedRendezvous';
}

export class RpcError extends PythonError {
  override readonly name: string;
  readonly #code: StatusCodeMember;
  readonly #details: string;

  constructor(code: StatusCodeMember, details: string, options: RpcErrorDetails = {}) {
    const { kind = '_InactiveRpcError', ...rest } = options;
    const lines = [
      `<${kind} of RPC that terminated with:`,
      `\tstatus = ${code}`,
      `\tdetails = "${details}"`,
      `\tdebug_error_string = "${code.name}:${details}"`,
      '>',
    ];
    super(lines.join('\n'), rest);
    this.name = kind;
    this.#code = code;
    this.#details = details;
  }

  code(): StatusCodeMember {
    return this.#code;
  }

  /** The server's message. */
  details(): string {
    return this.#details;
  }
}
