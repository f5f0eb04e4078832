/** Damaged files, for tests of what must bear them. */

/** A few bytes anywhere in the file, as often as not set to what numbers break on. */
export function mutated(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  const copy = bytes.slice();
  for (let i = 0; i <= random(3); i++) {
    copy[random(copy.length)] = [0, 1, 127, 128, 255, random(256)][random(6)]!;
  }
  return copy;
}
