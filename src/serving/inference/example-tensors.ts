/** What a signature has to be like to classify or to regress. */
import { StatusError } from '#executor';
import { printTextFormat } from '#containers/protobuf';
import {
  SignatureDefSchema,
  type SignatureDef,
  type TensorInfo,
} from '#formats/saved-model/schema';
import { invalid } from '../errors';
import { ownValue, tensorName } from './target';

/** Names of the tensors; an output that the signature lacks is undefined. */
export interface ClassifyTensors {
  readonly input: string;
  readonly classes: string | undefined;
  readonly scores: string | undefined;
}

export interface RegressTensors {
  readonly input: string;
  readonly output: string;
}

/** @throws StatusError */
export function classifyTensors(signature: SignatureDef): ClassifyTensors {
  const { inputs, outputs } = signature;
  const count = Object.keys(outputs).length;
  if (Object.keys(inputs).length !== 1) throw invalid('Expected one input Tensor.');
  if (count !== 1 && count !== 2) {
    throw invalid(`Expected one or two output Tensors, found ${count}`);
  }
  const input = tensorNamed(inputs, 'inputs');
  if (input === undefined) {
    throw unfit('No classification inputs found in SignatureDef: ', signature);
  }
  const classes = tensorNamed(outputs, 'classes');
  const scores = tensorNamed(outputs, 'scores');
  if (classes === undefined && scores === undefined) {
    throw unfit(
      'Expected classification signature outputs to contain at least one of ' +
        '"classes" or "scores". Signature was: ',
      signature,
    );
  }
  return { input, classes, scores };
}

/** @throws StatusError */
export function regressTensors(signature: SignatureDef): RegressTensors {
  const { inputs, outputs } = signature;
  if (Object.keys(inputs).length !== 1) throw invalid('Expected one input Tensor.');
  if (Object.keys(outputs).length !== 1) throw invalid('Expected one output Tensor.');
  const input = tensorNamed(inputs, 'inputs');
  if (input === undefined) throw unfit('No regression inputs found in SignatureDef: ', signature);
  const output = tensorNamed(outputs, 'outputs');
  if (output === undefined) throw unfit('No regression outputs found in SignatureDef: ', signature);
  return { input, output };
}

function tensorNamed(infos: Readonly<Record<string, TensorInfo>>, key: string): string | undefined {
  const info = ownValue(infos, key);
  return info && tensorName(info);
}

function unfit(problem: string, signature: SignatureDef): StatusError {
  const text = printTextFormat(SignatureDefSchema, signature);
  return new StatusError('FAILED_PRECONDITION', problem + text);
}
