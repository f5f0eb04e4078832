/** `keras.layers` */
import { pythonModule } from '../../python/module';
import { registerBuiltins, type Registrable } from '../serialization/registry';
import * as classes from './classes';

export { Input, Layer } from './classes';
export type { AddWeightOptions, CallArguments, CallOptions, LayerOptions } from './layer';
export type { InputOptions } from './input-layer';
export type { InputSpec } from './input-spec';

/** A name that is not the class's own is a short form of it. */
const builtins = Object.entries(classes).filter(
  ([name, member]) => 'class_name' in member && member.class_name === name,
);
registerBuiltins('keras.layers', Object.fromEntries(builtins) as Record<string, Registrable>);

/** `keras.layers` as cells see it. */
export const layers = pythonModule('keras.layers', classes);
