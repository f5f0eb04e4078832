/** Requests as messages, run on a loaded version. */
export { answeredSpec } from './answered-spec';
export { classify } from './classify';
export { measured, withServable } from './held-version';
export { multiInference } from './multi-inference';
export { checkNames, checkPredictMethod, predict } from './predict';
export { regress } from './regress';
export { replay } from './replay';
export {
  DEFAULT_SIGNATURE,
  signatureNamed,
  tensorName,
  type InferenceOptions,
  type InferenceTarget,
} from './target';
