/** gRPC as cells write it: `grpc`, the stubs, the messages' modules; and `tf`'s functions for tensors in messages. */
import { pythonModule } from '../python/module';
import { insecure_channel } from './channel';
import { RpcError } from './rpc-error';
import { StatusCode } from './status-code';

export {
  classification_pb2,
  get_model_metadata_pb2,
  get_model_status_pb2,
  model_pb2,
  predict_pb2,
  regression_pb2,
  train,
} from './modules';
export { model_service_pb2_grpc, prediction_service_pb2_grpc } from './stubs';
export { make_ndarray, make_tensor_proto } from './tensor-proto';

/** gRPC, in the form that browsers speak. */
export const grpc = pythonModule('grpc', { insecure_channel, RpcError, StatusCode });
