/** TensorFlow's messages, generated from saved_model.proto by scripts/protos.mjs. */
export * from './saved_model_pb';
