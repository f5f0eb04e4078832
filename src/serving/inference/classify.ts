/** Classify: examples in, classes with scores out. */
import { create } from '@bufbuild/protobuf';
import type { Tensor } from '#executor';
import type { SignatureDef } from '#formats/saved-model/schema';
import { classifyTensors } from './example-tensors';
import {
  ClassificationResponseSchema,
  ClassificationResultSchema,
  type ClassificationRequest,
  type ClassificationResponse,
  type ClassificationResult,
} from '../schema';
import { answeredSpec } from './answered-spec';
import { checkType, exampleTensor } from './examples';
import { checkMethod, exampleSignature } from './example-signature';
import { invalid } from '../errors';
import { type InferenceOptions, type InferenceTarget } from './target';

/** Tensors of one run, by name. */
export type Outputs = ReadonlyMap<string, Tensor>;

/** @throws StatusError for signatures that do not classify, and what they answer with that are no classes */
export async function classify(
  target: InferenceTarget,
  request: ClassificationRequest,
  options: InferenceOptions,
): Promise<ClassificationResponse> {
  const { modelSpec } = request;
  const { signature } = exampleSignature(target, modelSpec);
  if (options.checkMethodNames) checkMethod('classification', 'classify', signature);
  const { input, fetches } = classifyRun(signature);
  const examples = exampleTensor(request.input);
  const tensors = await target.run(new Map([[input, examples]]), fetches, options);
  const outputs = new Map(fetches.map((fetch, i) => [fetch, tensors[i]!]));
  return create(ClassificationResponseSchema, {
    modelSpec: answeredSpec(modelSpec, target, modelSpec?.signatureName ?? ''),
    result: classificationOf(signature, outputs, examples.shape[0]!),
  });
}

/** What to feed and to fetch. @throws StatusError */
export function classifyRun(signature: SignatureDef) {
  const { input, classes, scores } = classifyTensors(signature);
  return { input, fetches: [classes, scores].filter((name) => name !== undefined) };
}

/** @param count of examples. @throws StatusError for tensors that are no classes or scores of so many examples */
export function classificationOf(
  signature: SignatureDef,
  outputs: Outputs,
  count: number,
): ClassificationResult {
  const names = classifyTensors(signature);
  const classes = names.classes === undefined ? undefined : outputs.get(names.classes)!;
  const scores = names.scores === undefined ? undefined : outputs.get(names.scores)!;
  if (classes) check(classes, 'classes', 'string', count);
  if (scores) check(scores, 'scores', 'float32', count);
  const perExample = (classes ?? scores)?.shape[1] ?? 0;
  if (classes && scores && perExample !== scores.shape[1]) {
    throw invalid(
      `Tensors class and score should match in dim_size(1). Got ${perExample} vs. ${scores.shape[1]}`,
    );
  }
  const labels = classes?.data as readonly Uint8Array[] | undefined;
  const values = scores?.data as Float32Array | undefined;
  const decoder = new TextDecoder();
  const classAt = (at: number) => ({
    label: labels ? decoder.decode(labels[at]) : '',
    score: values?.[at] ?? 0,
  });
  const classifications = Array.from({ length: count }, (_, row) => ({
    classes: Array.from({ length: perExample }, (_, i) => classAt(row * perExample + i)),
  }));
  return create(ClassificationResultSchema, { classifications });
}

function check(
  tensor: Tensor,
  name: 'classes' | 'scores',
  dtype: 'string' | 'float32',
  count: number,
): void {
  const { shape } = tensor;
  if (shape.length !== 2) {
    throw invalid(`Expected Tensor shape: [batch_size num_classes] but got [${shape.join()}]`);
  }
  checkType(tensor, dtype, `Expected ${name} Tensor of %.`);
  if (shape[0] !== count) {
    throw invalid(`Expected ${name} output batch size of ${count}. Got: ${shape[0]}`);
  }
}
