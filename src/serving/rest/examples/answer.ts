/** `POST …:classify` and `…:regress`. The body is read as a whole before the model is looked for. */
import { create } from '@bufbuild/protobuf';
import { classify, measured, regress, withServable } from '../../inference';
import { ClassificationRequestSchema, RegressionRequestSchema } from '../../schema';
import { parseBody, signatureName } from '../body';
import { inferenceOptions, type Call } from '../call';
import { readExamples } from './request';
import { writeClassifications, writeRegressions } from './results';

/** @throws StatusError */
export async function answerClassify(call: Call): Promise<Uint8Array<ArrayBuffer>> {
  const request = create(ClassificationRequestSchema, requestOf(call));
  const { model, options, note } = call;
  return withServable(options.servables, model, note, async (handle) => {
    const target = measured(handle, 'Classify', options);
    const { result } = await classify(target, request, inferenceOptions(call));
    return writeClassifications(result!);
  });
}

/** @throws StatusError */
export async function answerRegress(call: Call): Promise<Uint8Array<ArrayBuffer>> {
  const request = create(RegressionRequestSchema, requestOf(call));
  const { model, options, note } = call;
  return withServable(options.servables, model, note, async (handle) => {
    const target = measured(handle, 'Regress', options);
    const { result } = await regress(target, request, inferenceOptions(call));
    return writeRegressions(result!);
  });
}

function requestOf(call: Call) {
  const tape = parseBody(call.body);
  const modelSpec = { name: call.model.name, signatureName: signatureName(tape, call.note) };
  return { modelSpec, input: readExamples(tape) };
}
