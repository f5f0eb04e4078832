/**
 * Reading a representative dataset: sample by sample, as arrays in the order of the file's inputs.
 * Source of the messages: tensorflow/lite/python/optimize/calibrator.py, and the interpreter that it feeds.
 */
import { KeyError, ValueError } from '#errors';
import type { LiteInput } from '#convert';
import { NDArray } from '#tensor';
import { isPlainObject } from '../../python/options';
import { repr, str } from '../../python/repr';
import { checkInput } from './check-sample';
import { openDataset } from './dataset';
import type { RepresentativeDataset } from './representative-dataset';

/** The inputs that a sample is for. */
interface SampleTarget {
  readonly inputs: readonly LiteInput[];
  readonly signatureKey: string;
}

interface Samples extends AsyncIterable<readonly NDArray[]> {
  /** How many there are, where they are a list. */
  readonly count: number | undefined;
}

/** @throws TypeError when the dataset is not a function that returns something to go through; what it throws itself */
export async function openSamples(
  { input_gen }: RepresentativeDataset,
  target: SampleTarget,
): Promise<Samples> {
  const { count, samples } = await openDataset(input_gen, 'representative_dataset');
  return {
    count,
    async *[Symbol.asyncIterator]() {
      for await (const sample of samples) yield readSample(sample, target);
    },
  };
}

/** @throws ValueError, KeyError with TensorFlow's messages for what does not fit the inputs */
function readSample(sample: unknown, target: SampleTarget): NDArray[] {
  const values = valuesOf(sample, target);
  if (values.length !== target.inputs.length)
    throw new ValueError(
      `Invalid input shapes: expected ${target.inputs.length} items got ${values.length} items.`,
      {
        place: 'representative_dataset',
        hint: `A sample is a list with one array for each input: ${listInputs(target)}.`,
      },
    );
  return values.map((value, i) => checkInput(value, target.inputs[i]!, i));
}

function valuesOf(sample: unknown, target: SampleTarget): readonly unknown[] {
  if (Array.isArray(sample) && typeof sample[0] === 'string')
    return namedBySignature(sample, target);
  if (Array.isArray(sample)) return sample;
  if (isPlainObject(sample)) return byName(sample, target);
  throw new ValueError(
    'You need to provide either a dictionary with input names and values, a tuple with signature key and a dictionary ' +
      'with input names and values, or an array with input values in the order of input tensors of the graph in the ' +
      `representative_dataset function. Unsupported value from dataset: ${str(sample)}.`,
    {
      place: 'representative_dataset',
      hint:
        sample instanceof NDArray ? 'Yield it in a list: yield [x].' : 'Yield a list: yield [x].',
    },
  );
}

function namedBySignature(sample: readonly unknown[], target: SampleTarget): readonly unknown[] {
  const [key, values] = sample;
  if (!isPlainObject(values))
    throw new ValueError(
      'You need to provide either a dictionary with input names and values in the second argument in the tuple',
      {
        place: 'representative_dataset',
        hint: `Write yield ["${target.signatureKey}", {${listInputs(target)}: x}].`,
      },
    );
  if (key === target.signatureKey) return byName(values, target);
  throw new ValueError(`Invalid signature_key provided: "${String(key)}".`, {
    place: 'representative_dataset',
    hint: `The file has the signature '${target.signatureKey}'.`,
  });
}

function byName(values: Readonly<Record<string, unknown>>, target: SampleTarget): unknown[] {
  return target.inputs.map(({ key }) => {
    if (Object.hasOwn(values, key)) return values[key];
    throw new KeyError(repr(key), {
      place: 'representative_dataset',
      hint: `The inputs are: ${listInputs(target)}.`,
    });
  });
}

function listInputs({ inputs }: SampleTarget): string {
  return inputs.map(({ key }) => key).join(', ');
}
