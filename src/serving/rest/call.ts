/** One call of the API while it is being answered. */
import type { RequestNote } from '../http';
import type { InferenceOptions } from '../inference';
import type { ModelSpec } from '../servable';
import type { RestOptions } from './types';

export interface Call {
  readonly options: RestOptions;
  readonly model: ModelSpec;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Filled in as things become known. */
  readonly note: { -readonly [Field in keyof RequestNote]: RequestNote[Field] };
}

/** What holds for the runs of a call that has come this far. */
export function inferenceOptions({ options }: Call): InferenceOptions {
  const { clock, timeoutMs, checkMethodNames } = options;
  const deadline = timeoutMs > 0 ? clock.now() + timeoutMs : Infinity;
  return { deadline, checkMethodNames };
}
