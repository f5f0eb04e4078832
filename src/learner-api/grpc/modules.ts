/** The modules of `tensorflow_serving.apis`, and `tf.train`'s messages. */
import * as schema from '#serving/schema';
import { pythonModule } from '../python/module';
import { messageClass } from './message-class';
import type * as types from './types';

export const predict_pb2 = pythonModule('predict_pb2', {
  /** `PredictRequest({model_spec: {name: "fashion"}})` */
  PredictRequest: messageClass<types.PredictRequest>(schema.PredictRequestSchema),
  PredictResponse: messageClass<types.PredictResponse>(schema.PredictResponseSchema),
});

export const model_pb2 = pythonModule('model_pb2', {
  ModelSpec: messageClass<types.ModelSpec>(schema.ModelSpecSchema),
});

export const get_model_metadata_pb2 = pythonModule('get_model_metadata_pb2', {
  GetModelMetadataRequest: messageClass<types.GetModelMetadataRequest>(
    schema.GetModelMetadataRequestSchema,
  ),
  GetModelMetadataResponse: messageClass<types.GetModelMetadataResponse>(
    schema.GetModelMetadataResponseSchema,
  ),
  /** What `response.metadata["signature_def"]` holds; `Unpack` reads it. */
  SignatureDefMap: messageClass<types.SignatureDefMap>(schema.SignatureDefMapSchema),
});

export const get_model_status_pb2 = pythonModule('get_model_status_pb2', {
  GetModelStatusRequest: messageClass<types.GetModelStatusRequest>(
    schema.GetModelStatusRequestSchema,
  ),
  GetModelStatusResponse: messageClass<types.GetModelStatusResponse>(
    schema.GetModelStatusResponseSchema,
  ),
  ModelVersionStatus: messageClass<types.ModelVersionStatus>(schema.ModelVersionStatusSchema),
});

export const classification_pb2 = pythonModule('classification_pb2', {
  ClassificationRequest: messageClass<types.ClassificationRequest>(
    schema.ClassificationRequestSchema,
  ),
  ClassificationResponse: messageClass<types.ClassificationResponse>(
    schema.ClassificationResponseSchema,
  ),
});

export const regression_pb2 = pythonModule('regression_pb2', {
  RegressionRequest: messageClass<types.RegressionRequest>(schema.RegressionRequestSchema),
  RegressionResponse: messageClass<types.RegressionResponse>(schema.RegressionResponseSchema),
});

/** `tf.train`: what classify and regress take. */
export const train = pythonModule('tf.train', {
  Example: messageClass<types.Example>(schema.ExampleSchema),
  Features: messageClass<types.Features>(schema.FeaturesSchema),
  Feature: messageClass<types.Feature>(schema.FeatureSchema),
  FloatList: messageClass<types.FloatList>(schema.FloatListSchema),
  Int64List: messageClass<types.Int64List>(schema.Int64ListSchema),
  BytesList: messageClass<types.BytesList>(schema.BytesListSchema),
});
