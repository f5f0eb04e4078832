/** Sizes as GNU's tools print them. */

const UNITS = 'KMGTPE';

/** What a disk gives out at a time. */
export const BLOCK = 4096;

/** `-h`: powers of 1024, rounded up, one decimal below ten: 999, 1.3K, 10K, 118K, 1.0M. */
export function humanSize(bytes: number): string {
  if (bytes < 1024) return String(bytes);
  let value = bytes;
  let unit = -1;
  do {
    value /= 1024;
    unit++;
  } while (Math.ceil(value) >= 1024 && unit < UNITS.length - 1);
  const tenths = Math.ceil(value * 10) / 10;
  return (tenths < 10 ? tenths.toFixed(1) : String(Math.ceil(value))) + UNITS[unit]!;
}

/** Bytes that a file of this size takes on a disk. */
export function diskSize(bytes: number): number {
  return Math.ceil(bytes / BLOCK) * BLOCK;
}
