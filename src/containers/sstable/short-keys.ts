/** Short keys that part one block from the next in the index, as LevelDB's comparator of bytes chooses them. */

/** A key that is not below `key` and below `next`: cut after the first byte in which they differ, that one raised. */
export function separator(key: Uint8Array, next: Uint8Array): Uint8Array {
  const length = Math.min(key.length, next.length);
  let i = 0;
  while (i < length && key[i] === next[i]) i++;
  if (i === length || key[i] === 0xff || key[i]! + 1 >= next[i]!) return key;
  return raisedAt(key, i);
}

/** A key that is not below this one: cut after the first byte that can be raised. */
export function successor(key: Uint8Array): Uint8Array {
  const i = key.findIndex((byte) => byte !== 0xff);
  return i < 0 ? key : raisedAt(key, i);
}

function raisedAt(key: Uint8Array, i: number): Uint8Array {
  const short = key.slice(0, i + 1);
  short[i]!++;
  return short;
}
