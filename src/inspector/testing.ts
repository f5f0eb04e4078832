/** Helpers of this room's tests: an inspector over files in memory, and the blocks of what it opens. */
import type { ArtifactOverview, Block, InspectorApi } from '#protocol';
import { MemoryWorkspace } from '#workspace';
import { createInspector } from './index';

export interface TestInspector extends InspectorApi {
  readonly workspace: MemoryWorkspace;
}

/** An inspector over these files. */
export async function inspect(
  files: Readonly<Record<string, Uint8Array>> = {},
): Promise<TestInspector> {
  const workspace = new MemoryWorkspace();
  for (const [path, bytes] of Object.entries(files)) await workspace.write(path, bytes);
  const inspector = createInspector(async () => workspace);
  await inspector.boot();
  return { ...inspector, workspace };
}

/** The blocks of one kind in the part with this title. */
export function blocks<Kind extends Block['kind']>(
  overview: ArtifactOverview,
  part: string,
  kind: Kind,
): Extract<Block, { kind: Kind }>[] {
  const found = overview.parts.find(({ title }) => title === part)?.blocks ?? [];
  return found.filter((block) => block.kind === kind) as Extract<Block, { kind: Kind }>[];
}
