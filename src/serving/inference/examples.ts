/** Examples of a request as the tensor that classifiers and regressors take: one serialized message each. */
import { toBinary } from '@bufbuild/protobuf';
import { ByteWriter } from '#bytes';
import { makeTensor, type Tensor } from '#executor';
import { DataType, dataTypeNamed } from '#formats/saved-model/schema';
import { ExampleSchema, type Example, type Input } from '../schema';
import { invalid } from '../errors';

/**
 * What all examples have in common goes before what each one says: a reader that meets a feature twice takes the later.
 * @throws StatusError INVALID_ARGUMENT where there are none
 */
export function exampleTensor(input: Input | undefined): Tensor {
  const kind = input?.kind;
  if (!kind?.case) throw invalid('Input is empty.');
  const context = kind.case === 'exampleListWithContext' ? kind.value.context : undefined;
  const { examples } = kind.value;
  if (examples.length === 0) throw invalid('Input is empty.');
  const common = context ? serialized(context) : undefined;
  const data = examples
    .map(serialized)
    .map((bytes) => (common ? new ByteWriter().bytes(common).bytes(bytes).finish() : bytes));
  return makeTensor('string', [data.length], data);
}

function serialized(example: Example): Uint8Array {
  return toBinary(ExampleSchema, example);
}

/** @throws StatusError INVALID_ARGUMENT when a tensor has another type. @param problem what comes before the types */
export function checkType(tensor: Tensor, wanted: 'string' | 'float32', problem: string): void {
  if (tensor.dtype === wanted) return;
  const name = (dtype: string) => DataType[dataTypeNamed(dtype) ?? DataType.DT_INVALID];
  throw invalid(`${problem.replace('%', name(wanted))} Got: ${name(tensor.dtype)}`);
}
