/** SavedModel directories of the workspace: opened, and their functions run. */
export { callImported } from './call-imported';
export { InvalidArgumentError } from './check-tensor';
export { openArtifact } from './open-artifact';
