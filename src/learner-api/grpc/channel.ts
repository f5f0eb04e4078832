/** `grpc.insecure_channel`: where a server listens, and one call to it. */
import { Code, ConnectError, type Transport } from '@connectrpc/connect';
import type { DescMethodUnary, Message } from '@bufbuild/protobuf';
import { KeyboardInterrupt, PyTypeError } from '#errors';
import { typeName } from '../python/type-name';
import { getRuntime } from '../runtime';
import { RpcError } from './rpc-error';
import { StatusCode, statusCodeOf } from './status-code';

export class Channel {
  readonly target: string;
  #transport: Promise<Transport> | undefined;

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
    try {
      this.#transport ??= openTransport(this.target);
      const transport = await this.#transport;
      const response = await transport.unary(method, signal, timeoutMs, undefined, request);
      return response.message;
    } catch (error) {
      if (signal.aborted) throw new KeyboardInterrupt();
      throw rpcError(error, this.target);
    }
  }
}

/** `grpc.insecure_channel(target)` @param target `localhost:8500` */
export function insecure_channel(target: string): Channel {
  if (typeof target === 'string') return new Channel(target);
  throw new PyTypeError(`expected string or bytes, ${typeName(target)} found`, {
    hint: 'Write the address of the gRPC port: grpc.insecure_channel("localhost:8500").',
  });
}

async function openTransport(target: string): Promise<Transport> {
  const { createGrpcWebTransport } = await import('@connectrpc/connect-web');
  return createGrpcWebTransport({ baseUrl: `http://${target}`, fetch: reaching(target) });
}

/** A browser does not tell why it got no answer; a refused connection is what it nearly always is. */
function reaching(target: string): typeof fetch {
  return async (input, init) => {
    try {
      return await fetch(input, init);
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause;
      const address = target.replace(/^localhost(?=:|$)/, '127.0.0.1');
      throw new ConnectError(
        `failed to connect to all addresses; last error: UNKNOWN: ipv4:${address}: Failed to connect to remote host: Connection refused`,
        Code.Unavailable,
        undefined,
        undefined,
        cause,
      );
    }
  };
}

function rpcError(error: unknown, target: string): RpcError {
  const { code, rawMessage } = ConnectError.from(error);
  const status = statusCodeOf(code);
  if (status === StatusCode.DEADLINE_EXCEEDED) return new RpcError(status, 'Deadline Exceeded');
  if (status !== StatusCode.UNAVAILABLE) return new RpcError(status, rawMessage);
  return new RpcError(status, rawMessage, {
    hint: `Nothing listens at ${target}. Start a server that publishes its gRPC port: docker run -p 8500:8500 … tensorflow/serving.`,
  });
}
