/** Damaged files, for tests of what must bear them. */
import type { TfliteModel } from '#formats/tflite';

/** A few bytes anywhere in the file, as often as not set to what numbers break on. */
export function mutated(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  const copy = bytes.slice();
  for (let i = 0; i <= random(3); i++) {
    copy[random(copy.length)] = [0, 1, 127, 128, 255, random(256)][random(6)]!;
  }
  return copy;
}

/** Never negative in a file, and checked by the reader. */
const UNSIGNED = ['opcodeIndex', 'buffer'];

/** The model with one number of its tables changed: what bytes seldom hit. */
export function twisted(model: TfliteModel, random: (below: number) => number): TfliteModel {
  const copy = structuredClone(model);
  const places: { owner: Record<string, unknown> | unknown[]; key: string | number }[] = [];
  const walk = (owner: Record<string, unknown> | unknown[]) => {
    for (const [key, value] of Object.entries(owner)) {
      if (UNSIGNED.includes(key)) continue;
      if (typeof value === 'number' || typeof value === 'boolean' || key === 'type')
        places.push({ owner, key });
      else if (value && typeof value === 'object' && !ArrayBuffer.isView(value))
        walk(value as unknown[]);
    }
  };
  walk(copy.subgraphs as unknown as unknown[]);
  for (let i = 0; i <= random(2); i++) {
    const { owner, key } = places[random(places.length)]!;
    const target = owner as Record<string | number, unknown>;
    const whole = [0, -1, 1, 2, 7, 1000, 2 ** 24, 2 ** 31 - 1, -(2 ** 31)];
    const strange = Number.isInteger(target[key]) ? whole : [...whole, 1e-30, 1e30];
    const types = [
      'FLOAT32',
      'INT8',
      'INT16',
      'INT64',
      'UINT8',
      'STRING',
      'FLOAT16',
      'BOOL',
      'INT32',
    ];
    if (typeof target[key] === 'boolean') target[key] = !target[key];
    else if (typeof target[key] === 'number') target[key] = strange[random(strange.length)];
    else if (types.includes(target[key] as string)) target[key] = types[random(types.length)];
  }
  return copy;
}
