import type { LearnerScope } from '#learner-api';
import { drawImages, type Images } from './images';
import { LabRuntime } from './runtime';

/** Training images of the course, without those kept for validation. */
export const SAMPLES = 54_000;

/** What a learner has when a cell runs. */
export interface Learner {
  readonly scope: LearnerScope;
  readonly runtime: LabRuntime;
  readonly images: Images;
}

export async function becomeLearner(baseUrl: string): Promise<Learner> {
  const { createLearnerScope, setRuntime } = await import('#learner-api');
  const runtime = new LabRuntime(baseUrl);
  setRuntime(runtime);
  return { scope: createLearnerScope(), runtime, images: drawImages(SAMPLES) };
}
