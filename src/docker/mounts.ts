/** The file system of a container: volumes over the workspace, and an empty `/models`. */
import { FileNotFoundError, ValueError } from '#errors';
import type { Clock, ServerFiles } from '#serving';
import type { VolumeMapping } from '#protocol';
import type { Workspace } from '#workspace';

/** Milliseconds after which a listing is made again even if nobody told of a change. */
const LISTING_AGE = 3000;
/** Directories of the image. */
const IMAGE = ['/', '/models'];

interface Listing {
  /** Names in each directory of the workspace. */
  readonly directories: ReadonlyMap<string, readonly string[]>;
  readonly files: ReadonlySet<string>;
  readonly made: number;
}

/**
 * What is in the workspace, looked up often: listing it costs a walk over all of its files, so it is done again only
 * after a change.
 */
export class WorkspaceListing {
  readonly #workspace: Workspace;
  readonly #clock: Clock;
  #listing: Promise<Listing> | undefined;

  constructor(workspace: Workspace, clock: Clock) {
    this.#workspace = workspace;
    this.#clock = clock;
    workspace.watch(() => (this.#listing = undefined));
  }

  async get(): Promise<Listing> {
    const known = await this.#listing?.catch(() => undefined);
    const age = known ? this.#clock.now() - known.made : Infinity;
    if (known && age >= 0 && age < LISTING_AGE) return known;
    const listing = this.#make();
    this.#listing = listing;
    return listing;
  }

  async #make(): Promise<Listing> {
    const directories = new Map<string, string[]>([['', []]]);
    const files = new Set<string>();
    const made = this.#clock.now();
    for (const { path, kind } of await this.#workspace.list('')) {
      const slash = path.lastIndexOf('/');
      directories.get(path.slice(0, Math.max(slash, 0)))?.push(path.slice(slash + 1));
      if (kind === 'directory') directories.set(path, []);
      else files.add(path);
    }
    return { directories, files, made };
  }
}

interface Mount {
  /** Without a slash at the end. */
  readonly target: string;
  readonly source: string | undefined;
}

/** `/models//a/` → `/models/a`; the root is ''. */
function tidy(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.map((part) => `/${part}`).join('');
}

function isBelow(directory: string, path: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}

export class ContainerFiles implements ServerFiles {
  readonly #workspace: Workspace;
  readonly #listing: WorkspaceListing;
  readonly #mounts: readonly Mount[];

  constructor(workspace: Workspace, listing: WorkspaceListing, volumes: readonly VolumeMapping[]) {
    this.#workspace = workspace;
    this.#listing = listing;
    this.#mounts = volumes
      .map(({ target, workspacePath }) => ({ target: tidy(target), source: workspacePath }))
      .sort((a, b) => b.target.length - a.target.length);
  }

  async read(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const place = this.#inWorkspace(tidy(path));
    if (place === undefined || place === '') return undefined;
    try {
      return await this.#workspace.read(place);
    } catch (error) {
      if (error instanceof FileNotFoundError || error instanceof ValueError) return undefined;
      throw error;
    }
  }

  async children(path: string): Promise<readonly string[] | undefined> {
    const wanted = tidy(path);
    const inside = await this.#childrenInMount(wanted);
    const mounted = this.#namesOnTheWay(wanted);
    const isImage = IMAGE.includes(wanted === '' ? '/' : wanted);
    if (!inside && mounted.length === 0 && !isImage) return undefined;
    return [...new Set([...(inside ?? []), ...mounted])];
  }

  /** A host path that is not there becomes an empty directory, as Docker makes one. */
  async #childrenInMount(path: string): Promise<readonly string[] | undefined> {
    const mount = this.#mountOf(path);
    if (!mount) return undefined;
    const place = this.#inWorkspace(path);
    const { directories, files } = await this.#listing.get();
    const known = place === undefined ? undefined : directories.get(place);
    if (known || path !== mount.target) return known;
    return place !== undefined && files.has(place) ? undefined : [];
  }

  /** Names in `path` that lead to the target of a mount. */
  #namesOnTheWay(path: string): string[] {
    return this.#mounts
      .filter(({ target }) => target !== path && isBelow(path, target))
      .map(({ target }) => target.slice(path.length + 1).split('/')[0]!)
      .concat(path === '' ? ['models'] : []);
  }

  #mountOf(path: string): Mount | undefined {
    return this.#mounts.find(({ target }) => isBelow(target, path));
  }

  #inWorkspace(path: string): string | undefined {
    const mount = this.#mountOf(path);
    if (mount?.source === undefined) return undefined;
    const rest = path.slice(mount.target.length);
    return mount.source === '' ? rest.slice(1) : mount.source + rest;
  }
}
