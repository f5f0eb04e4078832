/** Numbers as the page writes them. */

/** `512 B`, `41.2 kB`, `2.44 MB`: powers of 1000, three digits. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value >= 99.95 ? value.toFixed(0) : value.toPrecision(3)} ${units[unit]}`;
}

/** `3 ms`, `0.34 s`, `12.3 s`, `2 min 5 s`. @param milliseconds not negative */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 99.5) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** `54,000`. */
export function formatCount(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 2 });
}

/** `cell 2`, `cells 1–3`, `cells 1–3 and 5`. @param positions ascending */
export function formatCells(positions: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const position of positions) {
    const last = ranges.at(-1);
    if (last && last[1] === position - 1) last[1] = position;
    else ranges.push([position, position]);
  }
  const texts = ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  const tail = texts.pop();
  const list = texts.length > 0 ? `${texts.join(', ')} and ${tail}` : `${tail}`;
  return `${positions.length === 1 ? 'cell' : 'cells'} ${list}`;
}
