/** `grpc.insecure_channel`: where a server listens, and one call to it. */
import type { Transport } from '@connectrpc/connect';
import type { DescMethodUnary, Message } from '@bufbuild/protobuf';
import { KeyboardInterrupt, PyTypeError } from '#errors';
import { typeName } from '../python/type-name';
import { getRuntime } from '../runtime';
import { RpcError } from './rpc-error';
import { StatusCode, statusCodeOf } from './status-code';

export class Channel {
  readonly target: string;
  #transport: Transport | undefined;

  constructor(target: string) {
    this.target = target;
  }

  /** Calls that are made later open it again. */
  close(): void {
    this.#transport = undefined;
  }

  repr(): string {
    return '<grpc._channel.Channel object>';
  }

  /**
   * One call.
   * @param timeoutMs undefined waits as long as it takes
   * @throws RpcError when it ends with another status than OK, or no server is there; KeyboardInterrupt after a Stop
   * @internal
   */
  async unary(
    method: DescMethodUnary,
    request: Message,
    timeoutMs: number | undefined,
  ): Promise<Message> {
    const { signal } = getRuntime();
    const { openTransport, failureOf } = await import('./transport');
    this.#transport ??= openTransport(this.target);
    try {
      const answer = await this.#transport.unary(method, signal, timeoutMs, undefined, request);
      return answer.message;
    } catch (error) {
      if (signal.aborted) throw new KeyboardInterrupt();
      const { code, details } = failureOf(error);
      throw new RpcError(statusCodeOf(code), details, hintFor(code, this.target));
    }
  }
}

function hintFor(code: number, target: string): { readonly hint?: string } {
  if (statusCodeOf(code) !== StatusCode.UNAVAILABLE) return {};
  return {
    hint: `Nothing listens at ${target}. Start a server that publishes its gRPC port: docker run -p 8500:8500 … tensorflow/serving.`,
  };
}

/** `grpc.insecure_channel(target)` @param target `localhost:8500` */
export function insecure_channel(target: string): Channel {
  if (typeof target === 'string') return new Channel(target);
  throw new PyTypeError(`expected string or bytes, ${typeName(target)} found`, {
    hint: 'Write the address of the gRPC port: grpc.insecure_channel("localhost:8500").',
  });
}
