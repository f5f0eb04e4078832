/** `POST …:predict`: from the body to the tensors that the signature takes, through the model, and back. */
import {
  checkNames,
  checkPredictMethod,
  measured,
  signatureNamed,
  tensorName,
  withServable,
} from '../../inference';
import { invalid } from '../../errors';
import { parseBody, signatureName } from '../body';
import { inferenceOptions, type Call } from '../call';
import { readInputs } from './inputs';
import { writeColumns, writeRows } from './outputs';

/** @throws StatusError */
export async function predict(call: Call): Promise<Uint8Array<ArrayBuffer>> {
  const tape = parseBody(call.body);
  const asked = signatureName(tape, call.note);
  return withServable(call.options.servables, call.model, call.note, async (handle) => {
    const target = measured(handle, 'Predict', call.options);
    const { signature } = signatureNamed(target, asked, (missing) =>
      invalid(`Serving signature name: "${missing}" not found in signature def`),
    );
    const wanted = Object.keys(signature.inputs);
    if (wanted.length === 0) {
      throw invalid(`Failed to get input map for signature: ${asked === '' ? 'DEFAULT' : asked}`);
    }
    const { format, tensors } = readInputs(tape, signature);
    const options = inferenceOptions(call);
    if (options.checkMethodNames) checkPredictMethod(signature);
    checkNames([...tensors.keys()], wanted, Object.keys(signature.defaults).length > 0);
    const feeds = new Map(
      [...tensors].map(([input, tensor]) => [tensorName(signature.inputs[input]!), tensor]),
    );
    const outputs = Object.entries(signature.outputs);
    const fetches = outputs.map(([, info]) => tensorName(info));
    const results = await target.run(feeds, fetches, options);
    const named = new Map(outputs.map(([output], i) => [output, results[i]!]));
    return format === 'row' ? writeRows(named) : writeColumns(named);
  });
}
