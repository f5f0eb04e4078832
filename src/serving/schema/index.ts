/** TensorFlow Serving's messages, generated from the `.proto` files beside this by scripts/protos.mjs. */
export * from './apis_pb';
export * from './config_pb';
export * from './error_codes_pb';
export * from './health_pb';
export * from './prediction_log_pb';
/** What requests to classify and to regress carry. */
export * from '#formats/example';
