/** `compile_config`: what `compile` was given, as the archive keeps it. */
import type { Json } from '#formats/keras';
import { isPlainObject } from '../../python/options';
import { metricFunctionName } from '../metrics';
import { deserializeKerasObject } from '../serialization/deserialize';
import {
  get_registered_name,
  get_registered_object,
  type CustomObjects,
  type Registrable,
} from '../serialization/registry';
import { serializeKerasObject } from '../serialization/serialize';
import { metrics } from '../metrics';
import type { CompiledState, CompileOptions } from '../training';

type JsonObject = { readonly [key: string]: Json };

export function compileConfigOf({ optimizer, options }: CompiledState): JsonObject {
  return {
    optimizer: serializeKerasObject(optimizer),
    loss: serializeSetting(options.loss),
    loss_weights: serializeKerasObject(options.loss_weights),
    metrics: serializeSetting(options.metrics),
    weighted_metrics: serializeSetting(options.weighted_metrics),
    run_eagerly: false,
    steps_per_execution: options.steps_per_execution ?? 1,
    jit_compile: false,
  };
}

/**
 * The arguments of `compile` from the archive's `compile_config`.
 *
 * @throws PyTypeError for a class or function that cannot be located, NotImplementedError for one of Keras's that is
 * not there yet
 */
export function compileOptionsFrom(
  config: JsonObject,
  customObjects: CustomObjects,
): CompileOptions {
  const { optimizer, loss, loss_weights, metrics, weighted_metrics, steps_per_execution } =
    namesForBuiltins(config, customObjects) as JsonObject;
  const given = { optimizer, loss, loss_weights, metrics, weighted_metrics, steps_per_execution };
  const present = Object.entries(given).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  return deserializeKerasObject(Object.fromEntries(present), customObjects) as CompileOptions;
}

/** Losses and metrics: names stay, built-in functions become names, others envelopes. */
function serializeSetting(setting: unknown): Json {
  if (Array.isArray(setting)) return setting.map(serializeSetting);
  if (isPlainObject(setting)) {
    const entries = Object.entries(setting).map(([key, item]) => [key, serializeSetting(item)]);
    return Object.fromEntries(entries) as JsonObject;
  }
  if (typeof setting !== 'function') return serializeKerasObject(setting);
  const config = metricFunctionName(setting) ?? get_registered_name(setting as Registrable);
  return { module: 'builtins', class_name: 'function', config, registered_name: 'function' };
}

/** Function envelopes that name a built-in loss or metric become that name. */
function namesForBuiltins(value: Json, customObjects: CustomObjects): Json {
  if (Array.isArray(value)) return value.map((item: Json) => namesForBuiltins(item, customObjects));
  if (!isPlainObject(value)) return value;
  const { class_name, config } = value as JsonObject;
  const isBuiltin =
    class_name === 'function' &&
    typeof config === 'string' &&
    !get_registered_object(config, customObjects) &&
    config in metrics;
  if (isBuiltin) return config;
  const entries = Object.entries(value as JsonObject);
  return Object.fromEntries(
    entries.map(([key, item]) => [key, namesForBuiltins(item, customObjects)]),
  );
}
