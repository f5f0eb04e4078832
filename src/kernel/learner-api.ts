/** What the kernel needs of the learner API, so that it can be loaded late and faked in tests. */
import type { Runtime } from '#learner-api';

export interface LearnerApi {
  /** The names that cells see without declaring them. */
  createLearnerScope(): object;
  setRuntime(runtime: Runtime): void;
  /** One value as Python's prompt would print it. */
  repr(value: unknown): string;
  /** Shows a value below the running cell. */
  display(value: unknown): void | Promise<void>;
  saveModel(model: unknown, path: string): Promise<void>;
  loadModel(path: string): Promise<unknown>;
}
