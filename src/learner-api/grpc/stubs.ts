/** Clients of the services: `PredictionServiceStub(channel)`. */
import type { DescMethodUnary } from '@bufbuild/protobuf';
import { PyTypeError } from '#errors';
import { ModelService, PredictionService } from '#serving/schema';
import { pythonModule } from '../python/module';
import { readCallOptions } from './call-options';
import { Channel } from './channel';
import { startCall } from './future';
import { bodyOf, wrapMessage } from './message';
import { RpcError } from './rpc-error';
import { StatusCode } from './status-code';
import type { CallOptions, ModelServiceStub, PredictionServiceStub, UnaryCall } from './types';

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
      unaryCall(channel, method as DescMethodUnary),
    ]);
    return Object.fromEntries(calls) as object;
  }
  Object.defineProperty(Class, 'name', { value: `${service.name}Stub` });
  return Class as unknown as StubClass<Stub>;
}

function unaryCall(channel: Channel, method: DescMethodUnary): UnaryCall<unknown, object> {
  return Object.assign(
    (request: unknown, options?: CallOptions | number) => call(channel, method, request, options),
    {
      future: (request: unknown, options?: CallOptions | number) =>
        startCall((cancel) => call(channel, method, request, options, cancel)),
    },
  );
}

async function call(
  channel: Channel,
  method: DescMethodUnary,
  request: unknown,
  options: CallOptions | number | undefined,
  cancel?: AbortSignal,
): Promise<object> {
  const settings = readCallOptions(method.name, options);
  const body = bodyOf(request);
  if (body?.schema.typeName !== method.input.typeName) {
    throw new RpcError(StatusCode.INTERNAL, 'Exception serializing request!', {
      hint: `${method.name} takes a ${method.input.name}.`,
    });
  }
  const response = await channel.unary(method, body.message, settings, cancel);
  return wrapMessage(method.output, response);
}

export const prediction_service_pb2_grpc = pythonModule('prediction_service_pb2_grpc', {
  /** Asks a server for predictions: `PredictionServiceStub(grpc.insecure_channel("localhost:8500"))`. */
  PredictionServiceStub: stubClass<PredictionServiceStub>(PredictionService),
});

export const model_service_pb2_grpc = pythonModule('model_service_pb2_grpc', {
  /** Asks a server for the states of its models. */
  ModelServiceStub: stubClass<ModelServiceStub>(ModelService),
});
