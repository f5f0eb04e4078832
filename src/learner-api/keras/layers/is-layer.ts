/** Telling layers from other things without importing their class. */
import { CallableObject } from '../../python/callable';
import type { Layer } from './layer';

export function isLayer(value: unknown): value is Layer {
  return value instanceof CallableObject && 'own_variables' in value;
}
