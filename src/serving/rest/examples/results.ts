/** What classifiers and regressors answer with. */
import type { Tensor } from '#executor';
import { decimalText, PrettyWriter } from '../../json';
import { invalid } from '../body';
import { enumName } from '../types-of-tensors';

const NO_LABEL = new Uint8Array(0);

/** @param count of examples. @throws StatusError for tensors that are no classes or scores of so many examples */
export function writeClassifications(
  classes: Tensor | undefined,
  scores: Tensor | undefined,
  count: number,
): Uint8Array<ArrayBuffer> {
  if (classes) checkClassTensor(classes, 'classes', 'string', count);
  if (scores) checkClassTensor(scores, 'scores', 'float32', count);
  const perExample = (classes ?? scores)?.shape[1] ?? 0;
  if (classes && scores && perExample !== scores.shape[1]) {
    throw invalid(
      'Tensors class and score should match in dim_size(1). ' +
        `Got ${perExample} vs. ${scores.shape[1]}`,
    );
  }
  if (count === 0) throw invalid('Cannot convert empty ClassificationResults to JSON');
  const labels = classes?.data as readonly Uint8Array[] | undefined;
  const values = scores?.data as Float32Array | undefined;
  return writeResults((json) => {
    for (let row = 0; row < count; row++) {
      json.singleLineArrays = true;
      json.startArray();
      for (let i = row * perExample; i < (row + 1) * perExample; i++) {
        json.startArray();
        json.string(labels?.[i] ?? NO_LABEL);
        json.raw(decimalText(values?.[i] ?? 0, true));
        json.endArray();
      }
      json.endArray();
      json.singleLineArrays = false;
    }
  });
}

function checkClassTensor(
  { shape, dtype }: Tensor,
  name: string,
  wanted: 'string' | 'float32',
  count: number,
): void {
  if (shape.length !== 2) {
    throw invalid(`Expected Tensor shape: [batch_size num_classes] but got [${shape.join(',')}]`);
  }
  if (dtype !== wanted) {
    throw invalid(`Expected ${name} Tensor of ${enumName(wanted)}. Got: ${enumName(dtype)}`);
  }
  if (shape[0] !== count) {
    throw invalid(`Expected ${name} output batch size of ${count}. Got: ${shape[0]}`);
  }
}

/** @param count of examples. @throws StatusError for what are no values of so many examples */
export function writeRegressions(output: Tensor, count: number): Uint8Array<ArrayBuffer> {
  const { shape, dtype } = output;
  if (!(shape.length === 1 || (shape.length === 2 && shape[1] === 1))) {
    throw invalid(
      'Expected output Tensor shape to be either [batch_size] or [batch_size, 1] ' +
        `but got [${shape.join(',')}]`,
    );
  }
  if (shape[0] !== count) {
    throw invalid(`Input batch size did not match output batch size: ${count} vs. ${shape[0]}`);
  }
  if (dtype !== 'float32') {
    throw invalid(`Expected output Tensor of DT_FLOAT.  Got: ${enumName(dtype)}`);
  }
  if (count === 0) throw invalid('Cannot convert empty RegressionResults to JSON');
  return writeResults((json) => {
    for (const value of output.data as Float32Array) json.raw(decimalText(value, true));
  }, true);
}

function writeResults(
  writeItems: (json: PrettyWriter) => void,
  onOneLine = false,
): Uint8Array<ArrayBuffer> {
  const json = new PrettyWriter(onOneLine);
  json.startObject();
  json.text('results');
  json.startArray();
  writeItems(json);
  json.endArray();
  json.endObject();
  return json.finish();
}
