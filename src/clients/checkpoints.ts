/** Models that training saved by itself, as found in the workspace. */
import type { CheckpointInfo } from '#protocol';
import { HIDDEN_ROOT, type Workspace } from '#workspace';

const FOLDER = `${HIDDEN_ROOT}/checkpoints`;

function isCheckpointInfo(value: unknown): value is CheckpointInfo {
  const info = value as Partial<CheckpointInfo> | null;
  return (
    typeof info?.path === 'string' &&
    typeof info.lesson === 'string' &&
    typeof info.variable === 'string' &&
    typeof info.epoch === 'number' &&
    typeof info.epochs === 'number' &&
    typeof info.saved === 'number'
  );
}

/** The record beside a checkpoint, or undefined where it cannot be read as one. */
async function readInfo(workspace: Workspace, path: string): Promise<CheckpointInfo | undefined> {
  try {
    const info: unknown = JSON.parse(new TextDecoder().decode(await workspace.read(path)));
    return isCheckpointInfo(info) && (await workspace.exists(info.path)) ? info : undefined;
  } catch (error) {
    console.warn(`${path} is not a checkpoint's record and is left out.`, error);
    return undefined;
  }
}

/**
 * Every checkpoint of a lesson (of all lessons without one), newest first. Records that are damaged, or whose model
 * file is gone, are left out.
 */
export async function listCheckpoints(
  workspace: Workspace,
  lesson?: string,
): Promise<CheckpointInfo[]> {
  if (!(await workspace.exists(FOLDER))) return [];
  const entries = await workspace.list(FOLDER, { hidden: true });
  const records = entries.filter(({ kind, path }) => kind === 'file' && path.endsWith('.json'));
  const found = await Promise.all(records.map(({ path }) => readInfo(workspace, path)));
  return found
    .filter((info) => info !== undefined)
    .filter((info) => lesson === undefined || info.lesson === lesson)
    .sort((a, b) => b.saved - a.saved);
}
