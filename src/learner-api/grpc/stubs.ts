/** Clients of the services: `PredictionServiceStub(channel)`. */
import type { DescMethodUnary } from '@bufbuild/protobuf';
import { PyTypeError } from '#errors';
import { ModelService, PredictionService } from '#serving/schema';
import { checkOptions } from '../python/options';
import { Channel } from './channel';
import { bodyOf, wrapMessage } from './message';
import { RpcError } from './rpc-error';
import { StatusCode } from './status-code';
import type { CallOptions, ModelServiceStub, PredictionServiceStub } from './types';

/** A stub's class: called with a channel, with or without `new`. */
export interface StubClass<Stub> {
  (channel: Channel): Stub;
  new (channel: Channel): Stub;
}

interface Service {
  readonly name: string;
  readonly methods: readonly { readonly name: string }[];
}

function stubClass<Stub>(service: Service): StubClass<Stub> {
  function Class(channel: unknown): object {
    if (!(channel instanceof Channel)) {
      throw new PyTypeError(`${service.name}Stub() takes a channel.`, {
        hint: 'Write grpc.insecure_channel("localhost:8500").',
      });
    }
    const calls = service.methods.map((method) => [
      method.name,
      (request: unknown, options?: CallOptions) =>
        call(channel, method as DescMethodUnary, request, options),
    ]);
    return Object.fromEntries(calls) as object;
  }
  Object.defineProperty(Class, 'name', { value: `${service.name}Stub` });
  return Class as unknown as StubClass<Stub>;
}

async function call(
  channel: Channel,
  method: DescMethodUnary,
  request: unknown,
  options: CallOptions = {},
): Promise<object> {
  checkOptions(method.name, options, ['timeout']);
  const body = bodyOf(request);
  if (body?.schema.typeName !== method.input.typeName) {
    throw new RpcError(StatusCode.INTERNAL, 'Exception serializing request!', {
      hint: `${method.name} takes a ${method.input.name}.`,
    });
  }
  const { timeout } = options;
  const timeoutMs =
    typeof timeout === 'number' ? Math.max(1, Math.ceil(timeout * 1000)) : undefined;
  const response = await channel.unary(method, body.message, timeoutMs);
  return wrapMessage(method.output, response);
}

export const prediction_service_pb2_grpc = {
  /** Asks a server for predictions: `PredictionServiceStub(grpc.insecure_channel("localhost:8500"))`. */
  PredictionServiceStub: stubClass<PredictionServiceStub>(PredictionService),
};

export const model_service_pb2_grpc = {
  /** Asks a server for the states of its models. */
  ModelServiceStub: stubClass<ModelServiceStub>(ModelService),
};
