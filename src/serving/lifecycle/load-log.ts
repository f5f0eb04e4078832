/** The lines that TensorFlow's loader of SavedModels writes, told from what it read and how it ended. */
import type { StatusError } from '#executor';
import type { Environment } from '../environment';
import type { RecordedFiles } from './recorded-files';
import { AT } from '../log-sources';

const GRAPH = 'saved_model.pb';
const VARIABLES = 'variables/variables.index';

/** @param error undefined for a load that succeeded */
export function logLoad(
  { files, read, absent }: RecordedFiles,
  tags: readonly string[],
  microseconds: number,
  error: StatusError | undefined,
  log: Environment['log'],
): void {
  const { path } = files;
  const shownTags = `{ ${tags.join(' ')} }`;
  const line = (source: string, text: string) => log.log('I', source, text);
  line(AT.reading, `Reading SavedModel from: ${path}`);
  const hasGraph = read.has(GRAPH) || !absent.has(GRAPH);
  if (hasGraph) line(AT.metaGraph, `Reading meta graph with tags ${shownTags}`);
  if (error === undefined || hasRestored(read, absent)) {
    line(AT.debugInfo, `Reading SavedModel debug info (if present) from: ${path}`);
    line(AT.restoring, 'Restoring SavedModel bundle.');
    if (absent.has(VARIABLES)) {
      line(
        AT.noVariables,
        `The specified SavedModel has no variables; no checkpoints were restored. File does not exist: ${path}/${VARIABLES}`,
      );
    }
  }
  if (error === undefined) {
    line(AT.initialising, `Running initialization op on SavedModel bundle at path: ${path}`);
  }
  const status = error === undefined ? 'success: OK' : `fail: ${error}`;
  line(
    AT.load,
    `SavedModel load for tags ${shownTags}; Status: ${status}. Took ${microseconds} microseconds.`,
  );
}

function hasRestored(read: ReadonlyMap<string, unknown>, absent: ReadonlySet<string>): boolean {
  return read.has(VARIABLES) || absent.has(VARIABLES);
}
