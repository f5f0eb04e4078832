/** The tables that the init op fills, with the files that they come from. */
import { NotImplementedError, PythonError, ValueError } from '#errors';
import { DTYPES, type DType } from '#tensor';
import type { SavedModelArtifact } from '../artifact';
import { entriesOfText, type TableEntries, type TableSource } from './table-source';
import type { TableHandle } from './value';

export class Tables {
  readonly #sources: ReadonlyMap<string, TableSource>;
  /** By file name: its text, or why it cannot be read. */
  readonly #texts: ReadonlyMap<string, string | PythonError>;
  readonly #entries = new Map<string, TableEntries>();

  private constructor(
    sources: ReadonlyMap<string, TableSource>,
    texts: ReadonlyMap<string, string | PythonError>,
  ) {
    this.#sources = sources;
    this.#texts = texts;
  }

  /** A file that is missing is an error only where its table is used. */
  static async load(
    artifact: SavedModelArtifact,
    sources: ReadonlyMap<string, TableSource>,
  ): Promise<Tables> {
    const texts = new Map<string, string | PythonError>();
    for (const source of sources.values()) {
      if (source.kind === 'file')
        texts.set(source.filename, await readText(artifact, source.filename));
    }
    return new Tables(sources, texts);
  }

  /**
   * @param place what uses the table, for messages
   * @throws NotImplementedError for texts, ValueError for a table that nothing fills or a line that is no number
   */
  entries(handle: TableHandle, place: string): TableEntries {
    const known = this.#entries.get(handle.id);
    if (known) return known;
    const types = [numberType(handle, 'keyType', place), numberType(handle, 'valueType', place)];
    const source = this.#sources.get(handle.id);
    if (!source)
      throw new ValueError(
        `The table that ${place} looks up in is filled by nothing that can be read here.`,
        {
          place,
          hint: 'Fill it from a file in assets/ or from constants.',
        },
      );
    const entries = source.kind === 'arrays' ? source : this.#parse(source.filename, source, types);
    this.#entries.set(handle.id, entries);
    return entries;
  }

  #parse(filename: string, source: TableSource & { kind: 'file' }, types: readonly DType[]) {
    const text = this.#texts.get(filename)!;
    if (text instanceof PythonError) throw text;
    return entriesOfText(text, source, types as [DType, DType]);
  }
}

async function readText(
  artifact: SavedModelArtifact,
  filename: string,
): Promise<string | PythonError> {
  try {
    return new TextDecoder().decode(await artifact.asset(filename));
  } catch (error) {
    if (error instanceof PythonError) return error;
    throw error;
  }
}

function numberType(handle: TableHandle, which: 'keyType' | 'valueType', place: string): DType {
  const dtype = handle[which];
  if (Object.hasOwn(DTYPES, dtype)) return dtype as DType;
  throw new NotImplementedError(
    `The table that ${place} looks up in maps ${handle.keyType} to ${handle.valueType}; in the browser only tables of numbers can be used.`,
    { place, hint: 'Look strings up before the model, and export one that takes the numbers.' },
  );
}
