/** `files`: the learner's workspace, where Python has `open`, `os.path.getsize` and `os.walk`. */
import { FileNotFoundError, PyTypeError } from '#errors';
import { getRuntime } from './runtime';

export const files = {
  /**
   * `open(path, "wb").write(content)`, or as UTF-8 text for a string. Directories appear by themselves.
   *
   * @throws TypeError for anything but bytes and text
   */
  async write(path: string, content: Uint8Array | ArrayBuffer | string): Promise<void> {
    await getRuntime().workspace.write(path, toBytes(content));
  },

  /** `open(path, "rb").read()`. @throws FileNotFoundError */
  async read(path: string): Promise<Uint8Array<ArrayBuffer>> {
    return getRuntime().workspace.read(path);
  },

  /** `open(path).read()`, from UTF-8. @throws FileNotFoundError */
  async text(path: string): Promise<string> {
    return new TextDecoder().decode(await files.read(path));
  },

  /** Bytes of a file, or of all files below a directory. @throws FileNotFoundError */
  async size(path: string): Promise<number> {
    return (await getRuntime().workspace.stat(path)).size;
  },

  /** Paths of all files below a directory, of the whole workspace by default. @throws FileNotFoundError */
  async list(directory = ''): Promise<string[]> {
    const { workspace } = getRuntime();
    const isTop = ['', '.', './', '/'].includes(directory);
    if (!isTop && !(await workspace.exists(directory))) throw notFound(directory);
    const entries = await workspace.list(isTop ? '' : directory);
    return entries.filter((entry) => entry.kind === 'file').map((entry) => entry.path);
  },

  /** Whether there is a file or a directory of this name. */
  async exists(path: string): Promise<boolean> {
    return getRuntime().workspace.exists(path);
  },

  /** Removes a file, or a directory with all that is in it. @throws FileNotFoundError */
  async remove(path: string): Promise<void> {
    await getRuntime().workspace.remove(path);
  },
} as const;

function toBytes(content: unknown): Uint8Array {
  if (content instanceof Uint8Array) return content;
  if (content instanceof ArrayBuffer) return new Uint8Array(content);
  if (typeof content === 'string') return new TextEncoder().encode(content);
  const name = content === null ? 'null' : (content as object | undefined)?.constructor.name;
  throw new PyTypeError(`a bytes-like object is required, not '${name ?? typeof content}'`, {
    hint:
      content instanceof Promise
        ? 'It is a promise: write await in front of the call that gives the content.'
        : 'Write a string or a Uint8Array, for example JSON.stringify(x.tolist()).',
  });
}

function notFound(path: string): FileNotFoundError {
  return new FileNotFoundError(`[Errno 2] No such file or directory: '${path}'`, {
    hint: 'files.list() shows what is there.',
    place: path,
  });
}
