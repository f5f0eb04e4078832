/** The learner API: Python's names, TypeScript's syntax. The kernel sets the runtime and hands cells the scope. */
import * as globals from './globals';
import { KerasTensor } from './keras/keras-tensor';
import { Generator } from './np/random';
import { nameMembers } from './python/name-members';

export { getRuntime, setRuntime, type OpenedSession, type Runtime } from './runtime';

// The classes that cells meet, but cannot name, come with it.
nameMembers({ ...globals, KerasTensor, Generator });

export type LearnerScope = typeof globals;

/** The names that cells see without declaring them: `keras`, `layers`, `tf`, `np`, `files`, `display`, `grpc`, … */
export function createLearnerScope(): LearnerScope {
  return { ...globals };
}
