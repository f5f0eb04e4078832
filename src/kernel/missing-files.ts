/** For files that are not there yet: which cells of the lesson write them. */
import type { OtherCell } from '#protocol';

/** How errors and tools say so. */
const NOT_THERE =
  /No such file or directory|SavedModel file does not exist|cannot find or open|error opening dir/;
const WRITES = /\.(?:save|save_weights|export|write_out|write)\(\s*"([^"]*[./][^"]*)"/g;

/** @param said an error's message, or what a shell cell said on stderr @returns one line, if cells are known */
export function cellsThatWrite(
  said: string,
  others: readonly OtherCell[] = [],
): string | undefined {
  if (!NOT_THERE.test(said)) return undefined;
  const found = others.flatMap(({ title, code }) =>
    Array.from(code.matchAll(WRITES), ([, path]) => ({ title, path: path! })).filter(({ path }) =>
      isNamedIn(said, path),
    ),
  );
  const [first] = found;
  if (!first) return undefined;
  if (found.length === 1) return `Run the cell “${first.title}” first: it writes ${first.path}.`;
  const list = found.map(({ title, path }) => `“${title}” writes ${path}`);
  return `Run these cells first: ${[...new Set(list)].join(', ')}.`;
}

/** Also as the beginning of a longer path. */
function isNamedIn(said: string, path: string): boolean {
  const escaped = path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w/.-])${escaped}(?![\\w-])`).test(said);
}
