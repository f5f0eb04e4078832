/** Several signatures over the same examples, in one run. */
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { StatusError } from '#executor';
import type { SignatureDef } from '#formats/saved-model/schema';
import {
  MultiInferenceResponseSchema,
  type InferenceResultSchema,
  type InferenceTask,
  type MultiInferenceRequest,
  type MultiInferenceResponse,
} from '../schema';
import { answeredSpec } from './answered-spec';
import { classificationOf, classifyRun, type Outputs } from './classify';
import { exampleTensor } from './examples';
import { regressionOf, regressRun } from './regress';
import { invalid } from '../errors';
import { signatureNamed, type InferenceOptions, type InferenceTarget } from './target';

interface Planned {
  readonly task: InferenceTask;
  readonly signature: SignatureDef;
  readonly method: Method;
}

type Method = 'classify' | 'regress';

/** @throws StatusError for tasks that do not go together */
export async function multiInference(
  target: InferenceTarget,
  request: MultiInferenceRequest,
  options: InferenceOptions,
): Promise<MultiInferenceResponse> {
  const planned = plan(target, request.tasks);
  const runs = planned.map(({ signature, method }) =>
    method === 'classify' ? classifyRun(signature) : regressRun(signature),
  );
  const input = runs[0]?.input ?? '';
  if (runs.some((run) => run.input !== input)) {
    throw invalid('Input tensor must be the same for all Signatures.');
  }
  const fetches = [...new Set(runs.flatMap((run) => run.fetches))].sort();
  const examples = exampleTensor(request.input);
  const tensors = await target.run(new Map([[input, examples]]), fetches, options);
  const outputs = new Map(fetches.map((fetch, i) => [fetch, tensors[i]!]));
  const count = examples.shape[0]!;
  const results = planned.map((each) => resultOf(target, each, outputs, count));
  return create(MultiInferenceResponseSchema, { results });
}

function plan(target: InferenceTarget, tasks: readonly InferenceTask[]): readonly Planned[] {
  const seen = new Set<string>();
  return tasks.map((task) => {
    const model = task.modelSpec?.name ?? '';
    if (model === '') throw invalid('Found ModelSpec with an empty model name.');
    if (model !== tasks[0]!.modelSpec?.name) {
      throw invalid('All ModelSpecs in a MultiInferenceRequest must access the same model name.');
    }
    const { name, signature } = signatureNamed(
      target,
      task.modelSpec?.signatureName ?? '',
      (wanted) => invalid(`Requested signature not found in model graph: ${wanted}`),
    );
    if (seen.has(name)) throw invalid(`Duplicate evaluation of signature: ${name}`);
    seen.add(name);
    return { task, signature, method: methodOf(task) };
  });
}

function methodOf({ methodName }: InferenceTask): Method {
  const [, method] = /^tensorflow\/serving\/(classify|regress)$/.exec(methodName) ?? [];
  if (method) return method as Method;
  throw new StatusError('UNIMPLEMENTED', `Unsupported signature method_name: ${methodName}`);
}

function resultOf(
  target: InferenceTarget,
  { task, signature, method }: Planned,
  outputs: Outputs,
  count: number,
): MessageInitShape<typeof InferenceResultSchema> {
  const { modelSpec } = task;
  return {
    modelSpec: answeredSpec(modelSpec, target, modelSpec?.signatureName ?? ''),
    result:
      method === 'classify'
        ? { case: 'classificationResult', value: classificationOf(signature, outputs, count) }
        : { case: 'regressionResult', value: regressionOf(signature, outputs, count) },
  };
}
