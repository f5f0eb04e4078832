/**
 * The workspace as a file system of `just-bash`, mounted at the learner's home. Every change goes through the workspace;
 * what is read is read when it is asked for. There are no links.
 */
import type { IFileSystem } from 'just-bash/browser';
import { isWithin, type Workspace } from '#workspace';
import { toBinaryString, toBytes, toText } from './content';
import { SystemError, toSystemError } from './errno';
import { normalize, parentOf, resolve } from './paths';
import { Places, relative } from './places';
import { Tree } from './tree';

type Stat = Awaited<ReturnType<IFileSystem['stat']>>;
type Dirent = Awaited<ReturnType<NonNullable<IFileSystem['readdirWithFileTypes']>>>[number];
type Bytes = Awaited<ReturnType<NonNullable<IFileSystem['readFileBytes']>>>;

/** What a directory itself takes on a disk. */
const DIRECTORY_SIZE = 4096;

export class WorkspaceFs implements IFileSystem {
  readonly #workspace: Workspace;
  readonly #tree: Tree;
  readonly #places: Places;
  readonly #listeners = new Set<(error: SystemError) => void>();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.#tree = new Tree(workspace);
    this.#places = new Places(this.#tree);
  }

  /** Calls back with errors of writing, which `just-bash` does not always pass on. Returns the way to stop. */
  onFailure(listener: (error: SystemError) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async readFileBuffer(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const node = await this.#places.need('open', path);
    if (node.kind === 'directory') throw new SystemError('EISDIR', 'read', path);
    return this.#try('open', path, () => this.#workspace.read(relative(path)));
  }

  async readFile(path: string, encoding?: Parameters<IFileSystem['readFile']>[1]): Promise<string> {
    return toText(await this.readFileBuffer(path), encoding);
  }

  async readFileBytes(path: string): Promise<Bytes> {
    return toBinaryString(await this.readFileBuffer(path)) as unknown as Bytes;
  }

  async writeFile(
    ...[path, content, encoding]: Parameters<IFileSystem['writeFile']>
  ): Promise<void> {
    try {
      await this.#places.checkNew('open', path);
      if ((await this.#places.find(path))?.kind === 'directory') {
        throw new SystemError('EISDIR', 'open', path);
      }
      const bytes = toBytes(content, encoding);
      await this.#try('write', path, () => this.#workspace.write(relative(path), bytes));
    } catch (error) {
      const failure = toSystemError(error, 'write', path);
      for (const listener of this.#listeners) listener(failure);
      throw failure;
    }
  }

  async appendFile(
    ...[path, content, encoding]: Parameters<IFileSystem['appendFile']>
  ): Promise<void> {
    const added = toBytes(content, encoding);
    const old = (await this.exists(path)) ? await this.readFileBuffer(path) : undefined;
    if (old && added.length === 0) return;
    const bytes = new Uint8Array((old?.length ?? 0) + added.length);
    bytes.set(old ?? []);
    bytes.set(added, old?.length ?? 0);
    await this.writeFile(path, bytes);
  }

  async exists(path: string): Promise<boolean> {
    return (await this.#places.find(path)) !== undefined;
  }

  async stat(path: string): Promise<Stat> {
    const { kind, size, modified } = await this.#places.need('stat', path);
    const isDirectory = kind === 'directory';
    return {
      isFile: !isDirectory,
      isDirectory,
      isSymbolicLink: false,
      mode: this.#tree.modeOf(relative(path)) ?? (isDirectory ? 0o755 : 0o644),
      size: isDirectory ? DIRECTORY_SIZE : size,
      mtime: new Date(modified),
    };
  }

  lstat(path: string): Promise<Stat> {
    return this.stat(path);
  }

  async mkdir(path: string, options?: { readonly recursive?: boolean }): Promise<void> {
    const there = await this.#places.find(path);
    if (there) {
      if (there.kind === 'directory' && options?.recursive) return;
      throw new SystemError('EEXIST', 'mkdir', path);
    }
    if (options?.recursive) await this.#places.checkNewWithParents('mkdir', path);
    else await this.#places.checkNew('mkdir', path);
    this.#tree.make(relative(path));
  }

  async readdir(path: string): Promise<string[]> {
    const node = await this.#places.need('scandir', path);
    if (node.kind === 'file') throw new SystemError('ENOTDIR', 'scandir', path);
    return this.#tree.names(relative(path));
  }

  async readdirWithFileTypes(path: string): Promise<Dirent[]> {
    const names = await this.readdir(path);
    const entry = async (name: string): Promise<Dirent> => {
      const isFile = (await this.#places.find(`${path}/${name}`))?.kind === 'file';
      return { name, isFile, isDirectory: !isFile, isSymbolicLink: false };
    };
    return Promise.all(names.map(entry));
  }

  async rm(
    path: string,
    options?: { readonly recursive?: boolean; readonly force?: boolean },
  ): Promise<void> {
    const node = await this.#places.find(path);
    if (!node && options?.force) return;
    await this.#places.need('rm', path);
    const inside = await this.#tree.below(relative(path));
    if (inside.length > 0 && !options?.recursive) throw new SystemError('ENOTEMPTY', 'rm', path);
    await this.#remove('rm', path);
  }

  async cp(from: string, to: string, options?: { readonly recursive?: boolean }): Promise<void> {
    const node = await this.#places.need('cp', from);
    if (node.kind === 'file') return this.#copyFile(from, to);
    if (!options?.recursive) throw new SystemError('EISDIR', 'cp', from);
    if (isWithin(normalize(from), normalize(to))) throw new SystemError('EINVAL', 'cp', to);
    await this.mkdir(to, { recursive: true });
    for (const name of await this.readdir(from)) {
      await this.cp(`${from}/${name}`, `${to}/${name}`, options);
    }
  }

  async mv(from: string, to: string): Promise<void> {
    if (normalize(from) === normalize(to)) return;
    const node = await this.#places.need('mv', from);
    if (node.kind === 'directory') return this.#moveDirectory(from, to);
    await this.#copyFile(from, to);
    await this.#tree.setTime(relative(to), node.modified);
    await this.#remove('mv', from);
  }

  resolvePath(base: string, path: string): string {
    return resolve(base, path);
  }

  /** Globs read directories instead. */
  getAllPaths(): string[] {
    return [];
  }

  async chmod(path: string, mode: number): Promise<void> {
    await this.#places.need('chmod', path);
    this.#tree.setMode(relative(path), mode);
  }

  async utimes(path: string, _accessed: Date, modified: Date): Promise<void> {
    await this.#places.need('utimes', path);
    await this.#tree.setTime(relative(path), modified.getTime());
  }

  async symlink(_target: string, path: string): Promise<void> {
    throw new SystemError('EPERM', 'symlink', path);
  }

  async link(_existing: string, path: string): Promise<void> {
    throw new SystemError('EPERM', 'link', path);
  }

  async readlink(path: string): Promise<string> {
    await this.#places.need('readlink', path);
    throw new SystemError('EINVAL', 'readlink', path);
  }

  async realpath(path: string): Promise<string> {
    await this.#places.need('realpath', path);
    return normalize(path);
  }

  async #copyFile(from: string, to: string): Promise<void> {
    const mode = this.#tree.modeOf(relative(from));
    await this.writeFile(to, await this.readFileBuffer(from));
    if (mode !== undefined) this.#tree.setMode(relative(to), mode);
  }

  /** In one step for whoever looks at the new place, as a rename is. */
  async #moveDirectory(from: string, to: string): Promise<void> {
    if (isWithin(normalize(from), normalize(to))) throw new SystemError('EINVAL', 'mv', to);
    if ((await this.#places.find(to))?.kind === 'file') throw new SystemError('ENOTDIR', 'mv', to);
    if ((await this.#tree.below(relative(to))).length > 0) {
      throw new SystemError('ENOTEMPTY', 'mv', to);
    }
    await this.#places.checkNew('mv', to);
    const source = relative(from);
    const target = relative(to);
    const files = new Map<string, Uint8Array>();
    for (const path of await this.#tree.below(source)) {
      const place = target + path.slice(source.length);
      if ((await this.#tree.find(path))?.kind === 'directory') this.#tree.make(place);
      else files.set(path.slice(source.length + 1), await this.#workspace.read(path));
    }
    this.#tree.make(target);
    if (files.size > 0) {
      await this.#try('mv', to, () => this.#workspace.writeDirectory(target, files));
    }
    await this.#remove('mv', from);
  }

  /** What held it stays, if only as an empty directory. */
  async #remove(call: string, path: string): Promise<void> {
    const gone = relative(path);
    const isStored = await this.#workspace.exists(gone);
    this.#tree.make(parentOf(gone));
    if (isStored) await this.#try(call, path, () => this.#workspace.remove(gone));
    this.#tree.forget(gone);
  }

  async #try<T>(call: string, path: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw toSystemError(error, call, path);
    }
  }
}
