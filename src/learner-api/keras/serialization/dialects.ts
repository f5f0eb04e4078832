/** Config keys that newer versions of Keras write and that mean what this library does anyway. */
import { NotImplementedError } from '#errors';

interface NewerKeys {
  /** Class names, or null for all. */
  readonly classes: readonly string[] | null;
  /** Key → values that it may have; others ask for something that is not here. */
  readonly keys: Readonly<Record<string, readonly unknown[] | 'any'>>;
}

const NEWER: readonly NewerKeys[] = [
  { classes: ['InputLayer'], keys: { ragged: [false, null], optional: [false, null] } },
  { classes: ['Dense', 'Embedding', 'EinsumDense'], keys: { quantization_config: [null] } },
  {
    classes: ['BatchNormalization'],
    keys: {
      renorm: [false],
      renorm_clipping: [null],
      renorm_momentum: 'any',
      synchronized: [false],
    },
  },
  { classes: null, keys: { input_axes: [null], output_axes: [null], lora_rank: [null] } },
];

/** The config without keys that are newer than what this library writes, as long as they say nothing new. */
export function dropNewerKeys(className: string, config: unknown): unknown {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) return config;
  const kept: Record<string, unknown> = { ...config };
  for (const { classes, keys } of NEWER) {
    if (classes && !classes.includes(className)) continue;
    for (const [key, neutral] of Object.entries(keys)) drop(kept, key, neutral, className);
  }
  return kept;
}

function drop(
  config: Record<string, unknown>,
  key: string,
  neutral: readonly unknown[] | 'any',
  className: string,
): void {
  if (!(key in config)) return;
  if (neutral !== 'any' && !neutral.includes(config[key]))
    throw new NotImplementedError(`${className} with ${key} is not supported.`, { place: key });
  Reflect.deleteProperty(config, key);
}
