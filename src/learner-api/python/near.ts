/** Names that are nearly right. */

/** Whether the names differ by case, underscores, or one letter more, less or another. */
export function isNear(name: string, typed: string): boolean {
  const [a, b] = [name, typed].map((text) => text.toLowerCase().replaceAll('_', '')) as [
    string,
    string,
  ];
  if (a === b) return true;
  if (Math.min(a.length, b.length) < 3 || Math.abs(a.length - b.length) > 1) return false;
  const start = [...a].findIndex((char, i) => char !== b[i]);
  const same = start < 0 ? a.length : start;
  const rests = [a.slice(same), b.slice(same)] as const;
  return (
    rests[0].slice(1) === rests[1] ||
    rests[0] === rests[1].slice(1) ||
    rests[0].slice(1) === rests[1].slice(1)
  );
}
