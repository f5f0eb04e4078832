/** Requests as messages, run on a loaded version. */
export { classify } from './classify';
export { multiInference } from './multi-inference';
export { predict } from './predict';
export { regress } from './regress';
export { replay } from './replay';
export type { InferenceOptions, InferenceTarget } from './target';
