/** `grpc.insecure_channel`: where a server listens, and one call to it. */
import type { Transport } from '@connectrpc/connect';
import type { DescMethodUnary, Message } from '@bufbuild/protobuf';
import { KeyboardInterrupt, PyTypeError, ValueError } from '#errors';
import { checkOptions } from '../python/options';
import { typeName } from '../python/type-name';
import { getRuntime } from '../runtime';
import type { CallSettings } from './call-options';
import { RpcError } from './rpc-error';
import { StatusCode, statusCodeOf } from './status-code';
import type { ChannelOptions } from './types';

export class Channel {
  readonly target: string;
  #transport: Transport | undefined;
  #isClosed = false;

  constructor(target: string) {
    this.target = target;
  }

  /** No call can be made after it. */
  close(): void {
    this.#isClosed = true;
  }

  repr(): string {
    return '<grpc._channel.Channel object>';
  }

  /**
   * One call.
   * @param cancel ends it
   * @throws ValueError after `close`; RpcError when it ends with another status than OK, or no server is there; KeyboardInterrupt after a Stop
   * @internal
   */
  async unary(
    method: DescMethodUnary,
    request: Message,
    { timeoutMs, headers }: CallSettings,
    cancel?: AbortSignal,
  ): Promise<Message> {
    if (this.#isClosed) {
      throw new ValueError('Cannot invoke RPC on closed channel!', {
        hint: `Open another one: grpc.insecure_channel("${this.target}").`,
      });
    }
    const { signal: stop } = getRuntime();
    const signal = cancel ? AbortSignal.any([stop, cancel]) : stop;
    const { openTransport, failureOf } = await import('./transport');
    this.#transport ??= openTransport(this.target);
    try {
      const answer = await this.#transport.unary(method, signal, timeoutMs, headers, request);
      return answer.message;
    } catch (error) {
      if (stop.aborted) throw new KeyboardInterrupt();
      const { code, details } = failureOf(error);
      throw new RpcError(statusCodeOf(code), details, hintFor(code, details, this.target));
    }
  }
}

/** How NumPy names TensorFlow's types that are called otherwise. */
const NUMPY_NAMES: Readonly<Record<string, string>> = { float: 'float32', double: 'float64' };

function hintFor(code: number, details: string, target: string): { readonly hint?: string } {
  if (statusCodeOf(code) === StatusCode.UNAVAILABLE) {
    return {
      hint: `Nothing listens at ${target}. Start a server that publishes its gRPC port: docker run -p 8500:8500 … tensorflow/serving.`,
    };
  }
  const [, wanted] = /^Expects arg\[\d+\] to be (\w+) but \w+ is provided/.exec(details) ?? [];
  if (wanted) {
    const dtype = NUMPY_NAMES[wanted] ?? wanted;
    return { hint: `Give the dtype: tf.make_tensor_proto(x, "${dtype}").` };
  }
  if (!details.startsWith('Servable not found for request:')) return {};
  return {
    hint: 'The server has no such model or version: request.model_spec.name is what -e MODEL_NAME or the configuration file says.',
  };
}

/**
 * `grpc.insecure_channel(target, options=None)`
 * @param target `localhost:8500`
 * @param options what a channel can be tuned by has no effect on gRPC-Web
 */
export function insecure_channel(target: string, options?: ChannelOptions): Channel {
  checkOptions('insecure_channel', options, ['options', 'compression']);
  if (typeof target === 'string') return new Channel(target);
  throw new PyTypeError(`expected string or bytes, ${typeName(target)} found`, {
    hint: 'Write the address of the gRPC port: grpc.insecure_channel("localhost:8500").',
  });
}
