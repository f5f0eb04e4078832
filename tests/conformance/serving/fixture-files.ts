/** The models of tests/fixtures/serving. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** From where the tests are started. */
const FIXTURES = path.resolve('tests/fixtures/serving');

/** A model's files by their path in its directory. */
export async function readFixture(name: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const folder = path.join(FIXTURES, name);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return new Map(
    await Promise.all(
      files.map(async (entry): Promise<[string, Uint8Array]> => {
        const file = path.join(entry.parentPath, entry.name);
        const inside = path.relative(folder, file).split(path.sep).join('/');
        return [inside, new Uint8Array(await readFile(file))];
      }),
    ),
  );
}
