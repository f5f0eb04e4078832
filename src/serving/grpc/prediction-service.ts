/** PredictionService: each call finds its version, runs, and is counted. */
import { create, toBinary } from '@bufbuild/protobuf';
import type { StatusCode } from '#executor';
import {
  answeredSpec,
  classify,
  measured,
  multiInference,
  predict,
  regress,
  withServable,
  type InferenceOptions,
  type InferenceTarget,
} from '../inference';
import {
  GetModelMetadataResponseSchema,
  ModelSpecSchema,
  SignatureDefMapSchema,
  type ClassificationRequest,
  type GetModelMetadataRequest,
  type GetModelMetadataResponse,
  type ModelSpec,
  type MultiInferenceRequest,
  type PredictRequest,
  type RegressionRequest,
} from '../schema';
import type { ModelSpec as Spec } from '../servable';
import type { CallContext } from './call';
import type { GrpcOptions } from './options';
import { invalid, statusOf } from '../errors';

export const predictCall = inference<PredictRequest, Awaited<ReturnType<typeof predict>>>(
  'Predict',
  predict,
);
export const classifyCall = inference<ClassificationRequest, Awaited<ReturnType<typeof classify>>>(
  'Classify',
  classify,
);
export const regressCall = inference<RegressionRequest, Awaited<ReturnType<typeof regress>>>(
  'Regress',
  regress,
);

export async function multiInferenceCall(
  options: GrpcOptions,
  request: MultiInferenceRequest,
  context: CallContext,
) {
  const spec = request.tasks[0]?.modelSpec ?? create(ModelSpecSchema);
  return infer(options, 'MultiInference', multiInference, request, spec, context);
}

const SIGNATURE_DEF = 'signature_def';

/** @throws StatusError INVALID_ARGUMENT for other fields than `signature_def`; of the lookup */
export async function getModelMetadata(
  options: GrpcOptions,
  { modelSpec, metadataField }: GetModelMetadataRequest,
  context: CallContext,
): Promise<GetModelMetadataResponse> {
  if (!modelSpec) throw invalid('Missing ModelSpec');
  checkMetadataFields(metadataField);
  const spec = specOf(modelSpec, context);
  return withServable(options.servables, spec, context.note, (handle) => {
    const { signatureDef } = handle.metaGraph;
    const value = toBinary(SignatureDefMapSchema, create(SignatureDefMapSchema, { signatureDef }));
    const typeUrl = `type.googleapis.com/${SignatureDefMapSchema.typeName}`;
    return create(GetModelMetadataResponseSchema, {
      modelSpec: answeredSpec(modelSpec, handle, ''),
      metadata: { [SIGNATURE_DEF]: { typeUrl, value } },
    });
  });
}

/** The server forgets to put the field in the place of its `%s`. */
function checkMetadataFields(fields: readonly string[]): void {
  if (fields.length === 0) {
    throw invalid('GetModelMetadataRequest must specify at least one metadata_field');
  }
  const unknown = fields.find((field) => field !== SIGNATURE_DEF);
  if (unknown === undefined) return;
  throw invalid(`Metadata field %s is not supported${unknown}`);
}

type Api = Parameters<typeof measured>[1];

type Infer<Request, Response> = (
  target: InferenceTarget,
  request: Request,
  options: InferenceOptions,
) => Promise<Response>;

function inference<Request extends { modelSpec?: ModelSpec }, Response>(
  api: Api,
  run: Infer<Request, Response>,
) {
  return (options: GrpcOptions, request: Request, context: CallContext) =>
    infer(options, api, run, request, request.modelSpec, context);
}

async function infer<Request, Response>(
  options: GrpcOptions,
  api: Api,
  run: Infer<Request, Response>,
  request: Request,
  asked: ModelSpec | undefined,
  context: CallContext,
): Promise<Response> {
  const { clock, metrics, servables, checkMethodNames } = options;
  const start = clock.now();
  const model_name = asked?.name ?? '';
  const ended = (status: StatusCode | 'OK') =>
    metrics.count('/tensorflow/serving/request_count', { model_name, status });
  try {
    const limits = { deadline: context.deadline, checkMethodNames };
    const answer = await withServable(servables, specOf(asked, context), context.note, (handle) =>
      run(measured(handle, api, options), request, limits),
    );
    ended('OK');
    const labels = { model_name, API: api, entrypoint: 'GRPC' };
    metrics.observe('/tensorflow/serving/request_latency', labels, (clock.now() - start) * 1000);
    return answer;
  } catch (error) {
    ended(statusOf(error).code);
    throw error;
  }
}

/** @throws StatusError where there is none, or it names no model */
function specOf(asked: ModelSpec | undefined, { note }: CallContext): Spec {
  if (!asked) throw invalid('Missing ModelSpec');
  const { name, signatureName, versionChoice } = asked;
  if (name === '') throw invalid('ModelSpec has no name specified.');
  note.model = name;
  if (signatureName !== '') note.signature = signatureName;
  switch (versionChoice.case) {
    case 'version':
      return { name, version: versionChoice.value.value };
    case 'versionLabel':
      return { name, label: versionChoice.value };
    default:
      return { name };
  }
}
