/**
 * `layer.call` as a value, as in `add_endpoint({fn: model.call})`: Python binds a method to its object when it is read,
 * JavaScript does not. So each layer has a bound one of its own, and whose it is can be found out.
 */
import { classNameOf } from '../../python/class-name';
import { checkOptions } from '../../python/options';
import type { Layer } from './layer';

const owners = new WeakMap<object, Layer>();

/** Makes `layer.call` usable without the layer, and without options. Nothing happens where the class has none. */
export function bindCall(layer: Layer): void {
  const { call } = layer as { readonly call?: (...args: never[]) => unknown };
  if (typeof call !== 'function') return;
  const value = (inputs: unknown, options: object = {}): unknown => {
    checkCallOptions(layer, options);
    return (call as (...args: readonly unknown[]) => unknown).call(layer, inputs, options);
  };
  owners.set(value, layer);
  Object.defineProperty(layer, 'call', { configurable: true, writable: true, value });
}

/** What a class of the learner's takes is its own affair; built-in ones take these. @throws TypeError for another option */
function checkCallOptions(layer: Layer, options: object): void {
  const isBuiltin = Object.hasOwn(layer.constructor, 'class_name');
  if (isBuiltin) checkOptions(`${classNameOf(layer)}.call`, options, ['training', 'mask']);
}

/** The layer that this is the `call` of. */
export function ownerOfCall(fn: object): Layer | undefined {
  return owners.get(fn);
}
