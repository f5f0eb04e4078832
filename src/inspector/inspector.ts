/** What the worker offers the page: artifacts opened once and kept until another is opened. */
import { PyRuntimeError, PythonError, ValueError } from '#errors';
import type { BlockRef, InspectorApi, PageFiles } from '#protocol';
import type { Workspace } from '#workspace';
import type { BlockSource, OpenedArtifact, TreeItem } from './artifact';
import { assemble, dump, dumpPage, pageOf, problem, rowsFrom } from './blocks';
import { findKind } from './kinds';
import { openFile } from './open-file';
import { describeArray } from './statistics';
import { readPage } from './text';

type SourceOf<Kind extends BlockSource['kind']> = Extract<BlockSource, { kind: Kind }>;

/** @param openWorkspace called once, at boot */
export function createInspector(
  openWorkspace: (files: PageFiles | undefined) => Promise<Workspace>,
): InspectorApi {
  let workspace: Workspace | undefined;
  let kept: { readonly path: string; readonly artifact: Promise<OpenedArtifact> } | undefined;

  const read = (path: string): Promise<OpenedArtifact> => {
    if (!workspace) throw new PyRuntimeError('The inspector has not been booted.');
    const artifact = openArtifact(workspace, path);
    kept = { path, artifact };
    return artifact;
  };
  /** A worker that took the place of another has not read the artifact yet. */
  const find = async <Kind extends BlockSource['kind']>(
    { path, block }: BlockRef,
    kind: Kind,
  ): Promise<SourceOf<Kind>> => {
    const artifact = await (kept?.path === path ? kept.artifact : read(path));
    const source = artifact.sources.get(block);
    if (source?.kind !== kind) {
      const hint = 'The file has changed since it was opened: open it again.';
      throw new ValueError(`${path} has no ${kind} ${block}.`, { place: path, hint });
    }
    return source as SourceOf<Kind>;
  };

  return {
    async boot(files) {
      workspace = await openWorkspace(files);
    },
    async open(path) {
      const { kind, summary, parts } = await read(path);
      const { size, modified } = await workspace!.stat(path);
      return { path, kind, size, modified, summary, parts };
    },
    async rows(at, from) {
      return rowsFrom((await find(at, 'table')).rows, from);
    },
    async statistics(at, row) {
      const { array } = await find(at, 'table');
      if (!array) throw new ValueError(`The table ${at.block} of ${at.path} has no arrays.`);
      return describeArray(await array(row));
    },
    async children(at, address, from) {
      const { root } = await find(at, 'tree');
      const item = address.reduce((each: TreeItem, index) => each.child(index), root);
      return pageOf(item, from);
    },
    async text(at, from) {
      return readPage((await find(at, 'bytes')).bytes, from);
    },
    async bytes(at, from) {
      return dumpPage((await find(at, 'bytes')).bytes, from);
    },
    async graph(at, request) {
      return (await find(at, 'graph')).draw(request);
    },
    async node(at, graph, box) {
      return (await find(at, 'graph')).node(graph, box);
    },
  };
}

/** A file that its kind cannot read is shown as the error and its bytes; of a directory nothing is left to show. */
async function openArtifact(workspace: Workspace, path: string): Promise<OpenedArtifact> {
  const file = await openFile(workspace, path);
  try {
    const { open } = await findKind(file).load();
    return await open(file);
  } catch (thrown) {
    const error = explain(thrown, path);
    if (file.kind === 'directory') throw error;
    return assemble(
      'Unreadable file',
      'Its name or its first bytes promise what it does not hold.',
      [
        { title: 'Problem', blocks: [problem(error)] },
        { title: 'Bytes', blocks: [dump('', file.bytes)] },
      ],
    );
  }
}

function explain(thrown: unknown, path: string): PythonError {
  if (thrown instanceof PythonError) return thrown;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new ValueError(`${path} cannot be opened: ${reason}`, {
    place: path,
    hint: 'It may be damaged. Take a fresh copy.',
    cause: thrown,
  });
}
