/** The learner API: Python's names, TypeScript's syntax. The kernel sets the runtime and hands cells the scope. */
import * as globals from './globals';

export { getRuntime, setRuntime, type OpenedSession, type Runtime } from './runtime';

export type LearnerScope = typeof globals;

/** The names that cells see without declaring them: `keras`, `layers`, `tf`, `np`, `files`, `display`, `print`. */
export function createLearnerScope(): LearnerScope {
  return { ...globals };
}
