/** Predict: named tensors in, named tensors out. Messages are those of TensorFlow Serving. */
import { create } from '@bufbuild/protobuf';
import { decodeTensorProto, StatusError, type Tensor } from '#executor';
import type { SignatureDef, TensorProto } from '#formats/saved-model/schema';
import { PredictResponseSchema, type PredictRequest, type PredictResponse } from '../schema';
import { answeredSpec } from './answered-spec';
import { invalid } from '../errors';
import {
  ownValue,
  signatureNamed,
  tensorName,
  type InferenceOptions,
  type InferenceTarget,
} from './target';
import { encodeTensorProto } from './tensor-proto';

const METHODS = ['predict', 'classify', 'regress'].map((name) => `tensorflow/serving/${name}`);

/**
 * @returns outputs in the form with one value each, those of the filter or all
 * @throws StatusError FAILED_PRECONDITION for an unknown signature, INVALID_ARGUMENT for inputs or outputs that it has not
 */
export async function predict(
  target: InferenceTarget,
  request: PredictRequest,
  options: InferenceOptions,
): Promise<PredictResponse> {
  const { name, signature } = signatureNamed(
    target,
    request.modelSpec?.signatureName ?? '',
    (wanted) =>
      new StatusError('FAILED_PRECONDITION', `Serving signature key "${wanted}" not found.`),
  );
  if (options.checkMethodNames) checkPredictMethod(signature);
  const feeds = feedsOf(signature, request.inputs);
  const aliases = outputsOf(signature, request.outputFilter);
  const fetches = aliases.map((alias) => tensorName(signature.outputs[alias]!));
  const tensors = await target.run(feeds, fetches, options);
  const outputs = aliases.map((alias, i) => [alias, encodeTensorProto(tensors[i]!)] as const);
  return create(PredictResponseSchema, {
    modelSpec: answeredSpec(request.modelSpec, target, name),
    outputs: Object.fromEntries(outputs),
  });
}

/** @throws StatusError INTERNAL when the signature is made for none of the calls */
export function checkPredictMethod({ methodName }: SignatureDef): void {
  if (METHODS.includes(methodName)) return;
  throw new StatusError(
    'INTERNAL',
    `Expected prediction signature method_name to be one of {${METHODS.join(', ')}}. Was: ${methodName}`,
  );
}

function feedsOf(
  { inputs, defaults }: SignatureDef,
  given: Readonly<Record<string, TensorProto>>,
): ReadonlyMap<string, Tensor> {
  checkNames(Object.keys(given), Object.keys(inputs), Object.keys(defaults).length > 0);
  const feeds = new Map<string, Tensor>();
  for (const [alias, proto] of Object.entries(given)) {
    const info = ownValue(inputs, alias);
    if (!info) {
      throw invalid(
        `input tensor alias not found in signature: ${alias}. Inputs expected to be in the set {${listed(Object.keys(inputs))}}.`,
      );
    }
    feeds.set(tensorName(info), parsed(alias, proto));
  }
  for (const [alias, proto] of Object.entries(defaults)) {
    const info = ownValue(inputs, alias);
    if (info && !Object.hasOwn(given, alias)) feeds.set(tensorName(info), parsed(alias, proto));
  }
  return feeds;
}

/** @throws StatusError when inputs are missing that have no default, or too many are there */
export function checkNames(
  given: readonly string[],
  wanted: readonly string[],
  hasDefaults: boolean,
): void {
  const isShort = given.length < wanted.length && !hasDefaults;
  if (given.length <= wanted.length && !isShort) return;
  const extra = given.filter((name) => !wanted.includes(name));
  const missing = wanted.filter((name) => !given.includes(name));
  throw invalid(
    `input size does not match signature: ${given.length}!=${wanted.length} len({${listed(given)}}) != len({${listed(wanted)}}). Sent extra: {${listed(extra)}}. Missing but required: {${listed(missing)}}.`,
  );
}

function outputsOf({ outputs }: SignatureDef, filter: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  for (const alias of filter) {
    if (!Object.hasOwn(outputs, alias)) {
      throw invalid(
        `output tensor alias not found in signature: ${alias} Outputs expected to be in the set {${listed(Object.keys(outputs))}}.`,
      );
    }
    if (seen.has(alias)) throw invalid(`duplicate output tensor alias: ${alias}`);
    seen.add(alias);
  }
  return filter.length > 0 ? filter : Object.keys(outputs);
}

/** Elements that a tensor may have of which the request sends only the first: few bytes must not fill the memory. */
const MAX_REPEATED = 2 ** 22;

function parsed(alias: string, proto: TensorProto): Tensor {
  if (isInflated(proto)) throw invalid(`tensor parsing error: ${alias}`);
  try {
    return decodeTensorProto(proto);
  } catch (cause) {
    if (!(cause instanceof StatusError)) throw cause;
    throw new StatusError('INVALID_ARGUMENT', `tensor parsing error: ${alias}`, cause);
  }
}

function isInflated({ tensorShape, tensorContent, ...fields }: TensorProto): boolean {
  const dims = tensorShape?.dim ?? [];
  const count = dims.reduce((product, { size }) => product * Number(size), 1);
  if (count <= MAX_REPEATED || tensorContent.length > 0) return false;
  return Object.values(fields).every((field) => !Array.isArray(field) || field.length < count);
}

function listed(names: readonly string[]): string {
  return [...names].sort().join();
}
