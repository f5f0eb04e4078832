/** PredictionService: each call finds its version, runs, and is counted. */
import { create, toBinary } from '@bufbuild/protobuf';
import { StatusError, type StatusCode } from '#executor';
import {
  classify,
  multiInference,
  predict,
  regress,
  type InferenceOptions,
  type InferenceTarget,
} from '../inference';
import {
  GetModelMetadataResponseSchema,
  SignatureDefMapSchema,
  type ClassificationRequest,
  type GetModelMetadataRequest,
  type GetModelMetadataResponse,
  type ModelSpec,
  type MultiInferenceRequest,
  type PredictRequest,
  type RegressionRequest,
} from '../schema';
import type { ServableHandle } from '../servable';
import type { CallContext } from './call';
import type { GrpcOptions } from './options';
import { statusOf } from './status';

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
  const spec = request.tasks[0]?.modelSpec;
  return infer(options, 'MultiInference', multiInference, request, spec, context);
}

const SIGNATURE_DEF = 'signature_def';

/** @throws StatusError INVALID_ARGUMENT for other fields than `signature_def`; of the lookup */
export async function getModelMetadata(
  options: GrpcOptions,
  { modelSpec, metadataField }: GetModelMetadataRequest,
  context: CallContext,
): Promise<GetModelMetadataResponse> {
  if (!modelSpec) throw missingSpec();
  checkMetadataFields(metadataField);
  return withServable(options, modelSpec, context, async ({ name, version, metaGraph }) => {
    const { signatureDef } = metaGraph;
    const value = toBinary(SignatureDefMapSchema, create(SignatureDefMapSchema, { signatureDef }));
    const typeUrl = `type.googleapis.com/${SignatureDefMapSchema.typeName}`;
    const wrapped = { $typeName: 'google.protobuf.Int64Value' as const, value: version };
    return create(GetModelMetadataResponseSchema, {
      modelSpec: { name, versionChoice: { case: 'version', value: wrapped } },
      metadata: { [SIGNATURE_DEF]: { typeUrl, value } },
    });
  });
}

/** The server forgets to put the field in the place of its `%s`. */
function checkMetadataFields(fields: readonly string[]): void {
  if (fields.length === 0) {
    throw new StatusError(
      'INVALID_ARGUMENT',
      'GetModelMetadataRequest must specify at least one metadata_field',
    );
  }
  const unknown = fields.find((field) => field !== SIGNATURE_DEF);
  if (unknown === undefined) return;
  throw new StatusError('INVALID_ARGUMENT', `Metadata field %s is not supported${unknown}`);
}

type Infer<Request, Response> = (
  target: InferenceTarget,
  request: Request,
  options: InferenceOptions,
) => Promise<Response>;

function inference<Request extends { modelSpec?: ModelSpec }, Response>(
  api: string,
  run: Infer<Request, Response>,
) {
  return async (options: GrpcOptions, request: Request, context: CallContext) => {
    if (!request.modelSpec) throw missingSpec();
    return infer(options, api, run, request, request.modelSpec, context);
  };
}

async function infer<Request, Response>(
  options: GrpcOptions,
  api: string,
  run: Infer<Request, Response>,
  request: Request,
  spec: ModelSpec | undefined,
  context: CallContext,
): Promise<Response> {
  const { clock, metrics, checkMethodNames } = options;
  const start = clock.now();
  const model_name = spec?.name ?? '';
  const ended = (status: StatusCode | 'OK') =>
    metrics.count('/tensorflow/serving/request_count', { model_name, status });
  try {
    const answer = await withServable(options, spec, context, (handle) =>
      run(timed(options, handle, api), request, { deadline: context.deadline, checkMethodNames }),
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

/** Holds the version that is meant while it is used. @throws StatusError of the lookup */
async function withServable<Result>(
  { servables }: GrpcOptions,
  spec: ModelSpec | undefined,
  { note }: CallContext,
  use: (handle: ServableHandle) => Promise<Result>,
): Promise<Result> {
  const name = spec?.name ?? '';
  if (name === '') throw new StatusError('INVALID_ARGUMENT', 'ModelSpec has no name specified.');
  note.model = name;
  if (spec?.signatureName) note.signature = spec.signatureName;
  const { versionChoice } = spec!;
  const handle = await servables.get({
    name,
    ...(versionChoice.case === 'version' ? { version: versionChoice.value.value } : {}),
    ...(versionChoice.case === 'versionLabel' ? { label: versionChoice.value } : {}),
  });
  note.version = String(handle.version);
  try {
    return await use(handle);
  } finally {
    handle.release();
  }
}

/** The same version, its runs measured. */
function timed(
  { clock, metrics }: GrpcOptions,
  handle: ServableHandle,
  api: string,
): InferenceTarget {
  const labels = { model_name: handle.name, API: api, runtime: 'TF1' };
  return {
    metaGraph: handle.metaGraph,
    version: handle.version,
    run: async (...run) => {
      const start = clock.now();
      const outputs = await handle.run(...run);
      metrics.observe('/tensorflow/serving/runtime_latency', labels, (clock.now() - start) * 1000);
      return outputs;
    },
  };
}

function missingSpec(): StatusError {
  return new StatusError('INVALID_ARGUMENT', 'Missing ModelSpec');
}
