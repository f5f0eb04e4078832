/** The two steps of replacing a file, where browsers differ. */

/** Bytes per write: a full disk is told of as such only if Chromium's pipe takes the whole piece. */
const CHUNK = 256 * 1024;

/** In browsers, but not yet in TypeScript's library. */
interface Movable {
  move(parent: FileSystemDirectoryHandle, name: string): Promise<void>;
}

interface SyncAccess {
  write(bytes: Uint8Array): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

interface SyncWritable {
  createSyncAccessHandle(): Promise<SyncAccess>;
}

export function canMove(handle: FileSystemFileHandle): boolean {
  return typeof (handle as Partial<Movable>).move === 'function';
}

/** Moves the file, over another one if there is one. */
export async function moveTo(
  handle: FileSystemFileHandle,
  parent: FileSystemDirectoryHandle,
  name: string,
): Promise<void> {
  await (handle as FileSystemFileHandle & Movable).move(parent, name);
}

/** Makes the file hold these bytes and no others. */
export async function writeWhole(handle: FileSystemFileHandle, bytes: Uint8Array): Promise<void> {
  if (typeof handle.createWritable !== 'function') return writeSynchronously(handle, bytes);
  const writable = await handle.createWritable();
  try {
    for (let at = 0; at < bytes.length; at += CHUNK) {
      await writable.write(bytes.subarray(at, at + CHUNK) as Uint8Array<ArrayBuffer>);
    }
  } catch (error) {
    await writable.abort();
    throw error;
  }
  await writable.close();
}

/** Safari before 26, in workers only. */
async function writeSynchronously(handle: FileSystemFileHandle, bytes: Uint8Array): Promise<void> {
  const access = await (handle as FileSystemFileHandle & SyncWritable).createSyncAccessHandle();
  try {
    access.truncate(0);
    const written = access.write(bytes);
    if (written < bytes.length) throw new DOMException('The disk is full.', 'QuotaExceededError');
    access.flush();
  } finally {
    access.close();
  }
}
