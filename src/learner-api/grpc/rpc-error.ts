/** `grpc.RpcError`, as the calls of a channel raise it. */
import { PythonError, type ErrorDetails } from '#errors';
import type { StatusCodeMember } from './status-code';

export class RpcError extends PythonError {
  override readonly name: string = '_InactiveRpcError';
  readonly #code: StatusCodeMember;
  readonly #details: string;

  constructor(code: StatusCodeMember, details: string, options: ErrorDetails = {}) {
    const lines = [
      '<_InactiveRpcError of RPC that terminated with:',
      `\tstatus = ${code}`,
      `\tdetails = "${details}"`,
      `\tdebug_error_string = "${code.name}:${details}"`,
      '>',
    ];
    super(lines.join('\n'), options);
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
