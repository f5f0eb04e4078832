/** Regress: examples in, one number each out. */
import { create } from '@bufbuild/protobuf';
import type { SignatureDef } from '#formats/saved-model/schema';
import { regressTensors } from './example-tensors';
import {
  RegressionResponseSchema,
  RegressionResultSchema,
  type RegressionRequest,
  type RegressionResponse,
  type RegressionResult,
} from '../schema';
import { answeredSpec } from './answered-spec';
import type { Outputs } from './classify';
import { checkMethod, exampleSignature } from './example-signature';
import { checkType, exampleTensor } from './examples';
import { invalid } from '../errors';
import { type InferenceOptions, type InferenceTarget } from './target';

/** @throws StatusError for signatures that do not regress, and what they answer with that are no values */
export async function regress(
  target: InferenceTarget,
  request: RegressionRequest,
  options: InferenceOptions,
): Promise<RegressionResponse> {
  const { modelSpec } = request;
  const { signature } = exampleSignature(target, modelSpec);
  if (options.checkMethodNames) checkMethod('regression', 'regress', signature);
  const { input, fetches } = regressRun(signature);
  const examples = exampleTensor(request.input);
  const [tensor] = await target.run(new Map([[input, examples]]), fetches, options);
  const outputs = new Map([[fetches[0]!, tensor!]]);
  return create(RegressionResponseSchema, {
    modelSpec: answeredSpec(modelSpec, target, modelSpec?.signatureName ?? ''),
    result: regressionOf(signature, outputs, examples.shape[0]!),
  });
}

/** What to feed and to fetch. @throws StatusError */
export function regressRun(signature: SignatureDef) {
  const { input, output } = regressTensors(signature);
  return { input, fetches: [output] };
}

/** @param count of examples. @throws StatusError for what are no values of so many examples */
export function regressionOf(
  signature: SignatureDef,
  outputs: Outputs,
  count: number,
): RegressionResult {
  const tensor = outputs.get(regressTensors(signature).output)!;
  const { shape } = tensor;
  if (!(shape.length === 1 || (shape.length === 2 && shape[1] === 1))) {
    throw invalid(
      `Expected output Tensor shape to be either [batch_size] or [batch_size, 1] but got [${shape.join()}]`,
    );
  }
  if (shape[0] !== count) {
    throw invalid(`Input batch size did not match output batch size: ${count} vs. ${shape[0]}`);
  }
  checkType(tensor, 'float32', 'Expected output Tensor of %. ');
  const regressions = Array.from(tensor.data as Float32Array, (value) => ({ value }));
  return create(RegressionResultSchema, { regressions });
}
