/** What an archive holds, as a table. */
import type { ZipListing } from '#containers/zip';
import type { Draft } from './blocks';
import { table } from './blocks';

const METHODS: Readonly<Record<number, string>> = { 0: 'stored', 8: 'deflated' };

export function memberTable(title: string, members: readonly ZipListing[]): Draft {
  const all = members.reduce((sum, { storedBytes }) => sum + storedBytes, 0);
  return table({
    title,
    columns: [
      { title: 'Member', as: 'code' },
      { title: 'Method', as: 'text' },
      { title: 'Stored', as: 'bytes' },
      { title: 'Unpacked', as: 'bytes' },
      { title: 'Share', as: 'share' },
    ],
    rows: members.map(({ name, method, storedBytes, bytes }) => [
      name,
      METHODS[method] ?? `method ${method}`,
      storedBytes,
      bytes,
      all > 0 ? storedBytes / all : 0,
    ]),
  });
}
