/** `POST …:predict`: from the body to the tensors that the signature takes, through the model, and back. */
import { StatusError, type Tensor } from '#executor';
import type { SignatureDef, TensorInfo } from '#formats/saved-model/schema';
import { invalid, parseBody, signatureName } from '../body';
import { findSignature, runModel, withServable, type Call } from '../call';
import { readInputs } from './inputs';
import { writeColumns, writeRows } from './outputs';

const METHODS = ['predict', 'classify', 'regress'].map((verb) => `tensorflow/serving/${verb}`);

/** @throws StatusError */
export async function predict(call: Call): Promise<Uint8Array<ArrayBuffer>> {
  const tape = parseBody(call.body);
  const name = signatureName(tape);
  return withServable(call, async (handle) => {
    const signature = findSignature(
      call,
      handle,
      name,
      (missing) => `Serving signature name: "${missing}" not found in signature def`,
    );
    if (Object.keys(signature.inputs).length === 0) {
      throw invalid(`Failed to get input map for signature: ${name === '' ? 'DEFAULT' : name}`);
    }
    const { format, tensors } = readInputs(tape, signature);
    if (call.options.checkMethodNames) checkMethodName(signature);
    checkInputCount(signature, tensors);
    const feeds = new Map(
      [...tensors].map(([input, tensor]) => [tensorName(signature.inputs[input]!), tensor]),
    );
    const outputs = Object.entries(signature.outputs);
    const fetches = outputs.map(([, info]) => tensorName(info));
    const results = await runModel(call, handle, 'Predict', feeds, fetches);
    const named = new Map(outputs.map(([output], i) => [output, results[i]!]));
    return format === 'row' ? writeRows(named) : writeColumns(named);
  });
}

/** '' for what is several tensors. */
function tensorName({ encoding }: TensorInfo): string {
  return encoding.case === 'name' ? encoding.value : '';
}

function checkMethodName({ methodName }: SignatureDef): void {
  if (METHODS.includes(methodName)) return;
  throw new StatusError(
    'INTERNAL',
    `Expected prediction signature method_name to be one of {${METHODS.join(', ')}}. ` +
      `Was: ${methodName}`,
  );
}

/** Inputs that have a default value may be left out. */
function checkInputCount(signature: SignatureDef, tensors: ReadonlyMap<string, Tensor>): void {
  const wanted = Object.keys(signature.inputs).sort();
  const given = [...tensors.keys()].sort();
  if (given.length === wanted.length || Object.keys(signature.defaults).length > 0) return;
  const missing = wanted.filter((name) => !tensors.has(name));
  throw invalid(
    `input size does not match signature: ${given.length}!=${wanted.length} ` +
      `len({${given.join(',')}}) != len({${wanted.join(',')}}). ` +
      `Sent extra: {}. Missing but required: {${missing.join(',')}}.`,
  );
}
