/** What a request is called in the list. */
import type { RequestRecord } from '#protocol';

/** `/tensorflow.serving.PredictionService/Predict` */
const GRPC_METHOD = /^\/tensorflow\.serving\.(\w+\/\w+)$/;

type Asked = Pick<RequestRecord, 'method' | 'target'>;

/** Its HTTP status says nothing: a call that failed is a 200 as well. */
export function isGrpc({ method, target }: Asked): boolean {
  return method === 'POST' && GRPC_METHOD.test(target);
}

/** `GET /v1/models/fashion`; of gRPC, the service and its method: `PredictionService/Predict`. */
export function requestTitle(request: Asked): string {
  const { method, target } = request;
  const call = GRPC_METHOD.exec(target)?.[1];
  return isGrpc(request) && call !== undefined ? call : `${method} ${target}`;
}
