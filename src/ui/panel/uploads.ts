/** Files that the learner picks or drops, with their paths inside a folder. */
import type { Upload } from '#state';

/** Of a file input, with or without `webkitdirectory`. */
export function pickedFiles(list: FileList | null): Upload[] {
  return [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** What was dropped, folders with all that is in them. The items are gone once the event is over, so they are taken first. */
export async function droppedFiles({ items, files }: DataTransfer): Promise<Upload[]> {
  const entries = [...items].map((item) => item.webkitGetAsEntry());
  if (entries.every((entry) => entry === null)) return pickedFiles(files);
  const found = await Promise.all(entries.map((entry) => (entry ? filesIn(entry, '') : [])));
  return found.flat();
}

async function filesIn(entry: FileSystemEntry, parent: string): Promise<Upload[]> {
  const path = `${parent}${entry.name}`;
  if (entry.isFile) return [{ path, file: await fileOf(entry as FileSystemFileEntry) }];
  const inside = await entriesIn(entry as FileSystemDirectoryEntry);
  const found = await Promise.all(inside.map((each) => filesIn(each, `${path}/`)));
  return found.flat();
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A reader gives some entries at a time, and none at the end. */
async function entriesIn(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}
