/** Where Python keeps the classes of messages. */
import type { DescMessage } from '@bufbuild/protobuf';

const MODULES: readonly (readonly [pattern: RegExp, module: string])[] = [
  [/^tensorflow\.serving\.Predict/, 'tensorflow_serving.apis.predict_pb2'],
  [/^tensorflow\.serving\.ModelSpec$/, 'tensorflow_serving.apis.model_pb2'],
  [/^tensorflow\.serving\.Class/, 'tensorflow_serving.apis.classification_pb2'],
  [/^tensorflow\.serving\.Regress/, 'tensorflow_serving.apis.regression_pb2'],
  [
    /^tensorflow\.serving\.(GetModelMetadata|SignatureDefMap)/,
    'tensorflow_serving.apis.get_model_metadata_pb2',
  ],
  [
    /^tensorflow\.serving\.(GetModelStatus|ModelVersionStatus)/,
    'tensorflow_serving.apis.get_model_status_pb2',
  ],
  [/^tensorflow\.serving\.(Input|ExampleList)/, 'tensorflow_serving.apis.input_pb2'],
  [/^tensorflow\.TensorProto$/, 'tensorflow.core.framework.tensor_pb2'],
  [/^tensorflow\.TensorShapeProto/, 'tensorflow.core.framework.tensor_shape_pb2'],
  [/^tensorflow\.Example$/, 'tensorflow.core.example.example_pb2'],
  [/^tensorflow\.(Feature|FloatList|Int64List|BytesList)/, 'tensorflow.core.example.feature_pb2'],
  [/^google\.protobuf\./, 'google.protobuf'],
];

/** `tensorflow_serving.apis.predict_pb2.PredictRequest` */
export function pythonNameOf({ typeName, name }: DescMessage): string {
  const [, module] = MODULES.find(([pattern]) => pattern.test(typeName)) ?? [];
  return module ? `${module}.${name}` : typeName;
}
