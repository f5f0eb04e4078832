/** The tables of `unzip -l` and `unzip -v`. */
import type { ZipListing } from '#containers/zip';

const two = (value: number) => String(value).padStart(2, '0');

function dateText(date: Date): string {
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

function countText(count: number): string {
  return `${count} file${count === 1 ? '' : 's'}`;
}

export function shortList(members: readonly ZipListing[]): string {
  const lines = members.map(({ name, bytes, modified }) => {
    return `${String(bytes).padStart(9)}  ${dateText(modified)}   ${name}`;
  });
  const total = members.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    '  Length      Date    Time    Name',
    '---------  ---------- -----   ----',
    ...lines,
    '---------                     -------',
    `${String(total).padStart(9)}                     ${countText(members.length)}`,
    '',
  ].join('\n');
}

const METHODS: Readonly<Record<number, string>> = { 0: 'Stored', 8: 'Defl:N' };

/** Whole percents that packing has saved; negative where it has added. */
function savedPercent(bytes: number, stored: number): number {
  if (bytes === 0) return 0;
  const perMille = Math.floor((Math.abs(bytes - stored) * 1000) / bytes);
  return Math.sign(bytes - stored) * Math.floor((perMille + 5) / 10);
}

export function longList(members: readonly ZipListing[]): string {
  const lines = members.map(({ name, method, bytes, storedBytes, modified, crc32 }) =>
    [
      String(bytes).padStart(8),
      ` ${(METHODS[method] ?? `Unk:${method}`).padEnd(6)}`,
      String(storedBytes).padStart(8),
      `${savedPercent(bytes, storedBytes)}%`.padStart(4),
      dateText(modified),
      crc32.toString(16).padStart(8, '0'),
      ` ${name}`,
    ].join(' '),
  );
  const total = members.reduce((sum, { bytes }) => sum + bytes, 0);
  const stored = members.reduce((sum, { storedBytes }) => sum + storedBytes, 0);
  const saved = `${savedPercent(total, stored)}%`.padStart(4);
  return [
    ' Length   Method    Size  Cmpr    Date    Time   CRC-32   Name',
    '--------  ------  ------- ---- ---------- ----- --------  ----',
    ...lines,
    '--------          -------  ---                            -------',
    `${String(total).padStart(8)}         ${String(stored).padStart(8)} ${saved}                            ${countText(members.length)}`,
    '',
  ].join('\n');
}
