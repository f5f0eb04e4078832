/** What classifiers and regressors answer with, as JSON. */
import { decimalText, PrettyWriter } from '../../json';
import type { ClassificationResult, RegressionResult } from '../../schema';
import { invalid } from '../../errors';

/** @throws StatusError for nothing */
export function writeClassifications(result: ClassificationResult): Uint8Array<ArrayBuffer> {
  if (result.classifications.length === 0) {
    throw invalid('Cannot convert empty ClassificationResults to JSON');
  }
  return writeResults((json) => {
    for (const { classes } of result.classifications) {
      json.singleLineArrays = true;
      json.startArray();
      for (const { label, score } of classes) {
        json.startArray();
        json.text(label);
        json.raw(decimalText(score, true));
        json.endArray();
      }
      json.endArray();
      json.singleLineArrays = false;
    }
  });
}

/** @throws StatusError for nothing */
export function writeRegressions(result: RegressionResult): Uint8Array<ArrayBuffer> {
  if (result.regressions.length === 0) {
    throw invalid('Cannot convert empty RegressionResults to JSON');
  }
  return writeResults((json) => {
    for (const { value } of result.regressions) json.raw(decimalText(value, true));
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
