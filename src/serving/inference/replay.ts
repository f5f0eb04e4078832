import { invalid } from '../errors';
import type { PredictionLog } from '../schema';
import { classify } from './classify';
import { multiInference } from './multi-inference';
import { predict } from './predict';
import { regress } from './regress';
import type { InferenceOptions, InferenceTarget } from './target';

/** Runs a logged request again; a log of nothing does nothing. @throws StatusError as the request does */
export async function replay(
  target: InferenceTarget,
  { logType }: PredictionLog,
  options: InferenceOptions,
): Promise<void> {
  if (!logType.case) return;
  const { request } = logType.value;
  if (!request) throw invalid('Missing ModelSpec');
  switch (request.$typeName) {
    case 'tensorflow.serving.PredictRequest':
      await predict(target, request, options);
      return;
    case 'tensorflow.serving.ClassificationRequest':
      await classify(target, request, options);
      return;
    case 'tensorflow.serving.RegressionRequest':
      await regress(target, request, options);
      return;
    case 'tensorflow.serving.MultiInferenceRequest':
      await multiInference(target, request, options);
      return;
    default:
      request satisfies never;
  }
}
