/**
 * The names that are in scope in every cell, and those that `import … from "slipway"` knows. The editor's completions
 * are the declarations of this file.
 */
export { display, print } from './display';
export { files } from './files';
export {
  classification_pb2,
  get_model_metadata_pb2,
  get_model_status_pb2,
  grpc,
  model_pb2,
  model_service_pb2_grpc,
  predict_pb2,
  prediction_service_pb2_grpc,
  regression_pb2,
} from './grpc';
export { keras } from './keras';
export { layers } from './keras/layers';
export { np } from './np';
export { tf } from './tf';
