/** `POST …:classify` and `…:regress`. The body is read as a whole before the model is looked for. */
import { makeTensor, type Tensor } from '#executor';
import type { SignatureDef } from '#formats/saved-model/schema';
import type { ServableHandle } from '../../servable';
import { invalid, parseBody, signatureName } from '../body';
import { findSignature, runModel, withServable, type Call } from '../call';
import { readExamples } from './request';
import { writeClassifications, writeRegressions } from './results';
import { classifyTensors, regressTensors } from './signature';

const NOUNS = { classify: 'classification', regress: 'regression' } as const;

/** @throws StatusError */
export async function answerExamples(
  verb: 'classify' | 'regress',
  call: Call,
): Promise<Uint8Array<ArrayBuffer>> {
  const tape = parseBody(call.body);
  const name = signatureName(tape);
  const examples = readExamples(tape);
  return withServable(call, async (handle) => {
    const signature = findSignature(
      call,
      handle,
      name,
      (missing) => `No signature was found with the name: ${missing}`,
    );
    if (call.options.checkMethodNames) checkMethodName(verb, signature);
    const answer = verb === 'classify' ? classify : regress;
    return answer(call, handle, signature, makeTensor('string', [examples.length], examples));
  });
}

function checkMethodName(verb: 'classify' | 'regress', { methodName }: SignatureDef): void {
  const wanted = `tensorflow/serving/${verb}`;
  if (methodName === wanted) return;
  throw invalid(
    `Expected ${NOUNS[verb]} signature method_name to be ${wanted}. Was: ${methodName}`,
  );
}

async function classify(
  call: Call,
  handle: ServableHandle,
  signature: SignatureDef,
  examples: Tensor,
): Promise<Uint8Array<ArrayBuffer>> {
  const { input, classes, scores } = classifyTensors(signature);
  const fetches = [classes, scores].filter((name) => name !== undefined);
  const results = await runModel(call, handle, 'Classify', new Map([[input, examples]]), fetches);
  const count = countExamples(call, examples);
  const found = [...results];
  const labels = classes === undefined ? undefined : found.shift();
  return writeClassifications(labels, found[0], count);
}

async function regress(
  call: Call,
  handle: ServableHandle,
  signature: SignatureDef,
  examples: Tensor,
): Promise<Uint8Array<ArrayBuffer>> {
  const { input, output } = regressTensors(signature);
  const feeds = new Map([[input, examples]]);
  const [result] = await runModel(call, handle, 'Regress', feeds, [output]);
  return writeRegressions(result!, countExamples(call, examples));
}

function countExamples(call: Call, examples: Tensor): number {
  const count = examples.shape[0]!;
  const labels = { model: call.model.name };
  call.options.metrics.observe(':tensorflow:serving:request_example_counts', labels, count);
  call.options.metrics.count(':tensorflow:serving:request_example_count_total', labels, count);
  return count;
}
