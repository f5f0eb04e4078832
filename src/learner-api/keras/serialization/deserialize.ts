/**
 * Objects from the envelopes that configs are made of, in every dialect of Keras 3.
 * Source of the rules: keras/src/saving/serialization_lib.py.
 */
import { NotImplementedError, PythonError, PyTypeError, ValueError } from '#errors';
import { toArray, type NestedNumbers } from '#graph';
import type { DType } from '#tensor';
import { isPlainObject } from '../../python/options';
import { repr } from '../../python/repr';
import { dropNewerKeys } from './dialects';
import {
  findBuiltin,
  get_registered_object,
  registeredFunction,
  withCustomObjects,
  type CustomObjects,
  type Registrable,
} from './registry';

interface Envelope {
  readonly module?: string | null;
  readonly class_name: string;
  readonly config: unknown;
  readonly registered_name?: string | null;
  readonly shared_object_id?: number | null;
  readonly build_config?: { readonly input_shape?: unknown } | null;
}

type FromConfig = (config: unknown) => unknown;

/**
 * The object that a config value stands for; lists and dicts are read through.
 * @throws TypeError for a class that is not known or does not take its config, with Keras's message
 */
export function deserializeKerasObject(value: unknown, customObjects: CustomObjects = {}): unknown {
  return withCustomObjects(customObjects, () => withSharedObjects(() => revive(value)));
}

/** Objects by `shared_object_id`, within one outermost call. */
let shared: Map<number, unknown> | undefined;

function withSharedObjects<T>(body: () => T): T {
  if (shared) return body();
  shared = new Map();
  try {
    return body();
  } finally {
    shared = undefined;
  }
}

function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive);
  if (!isPlainObject(value)) return value;
  if (!('class_name' in value) || !('config' in value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revive(item)]));
  return reviveEnvelope(value as unknown as Envelope);
}

function reviveEnvelope(envelope: Envelope): unknown {
  checkEnvelope(envelope);
  if (Object.hasOwn(SPECIAL, envelope.class_name))
    return SPECIAL[envelope.class_name]!(envelope.config);
  const id = envelope.shared_object_id;
  if (typeof id !== 'number') return makeObject(envelope);
  if (!shared!.has(id)) shared!.set(id, makeObject(envelope));
  return shared!.get(id);
}

/** What a file says is of any type. */
function checkEnvelope({ class_name: className, module }: Envelope): void {
  const isNamed = typeof className === 'string' && typeof (module ?? '') === 'string';
  if (!isNamed)
    throw new PyTypeError(
      `Could not parse config: class_name=${repr(className)} and module=${repr(module)} are no names.`,
    );
}

function makeObject(envelope: Envelope): unknown {
  const target = findTarget(envelope);
  if (envelope.class_name === 'function') return target;
  const config = dropNewerKeys(envelope.class_name, envelope.config ?? {});
  const instance = construct(target, envelope, config);
  buildFromConfig(instance, envelope.build_config);
  return instance;
}

const SPECIAL: Readonly<Record<string, (config: unknown) => unknown>> = {
  __tensor__: readArray,
  __numpy__: readArray,
  DTypePolicy: (config) => (config as { name: string }).name,
  __lambda__: () => {
    throw new ValueError(
      'Requested the deserialization of a `Lambda` layer whose `function` is a Python lambda. ' +
        'This carries a potential risk of arbitrary code execution and thus it is disallowed by default.',
    );
  },
};

function readArray(config: unknown): unknown {
  const { value, dtype } = config as { value: number | NestedNumbers; dtype: DType };
  return toArray(value, dtype);
}

/** A learner's class goes before a built-in one. */
function findTarget(envelope: Envelope): Registrable {
  const isFunction = envelope.class_name === 'function';
  const name = isFunction ? String(envelope.config) : envelope.class_name;
  const registered = isFunction ? name : (envelope.registered_name ?? envelope.class_name);
  const found =
    get_registered_object(registered) ??
    (envelope.module ? findBuiltin(envelope.module, envelope.class_name) : findLegacy(name));
  if (found) return found;
  const bare = isFunction ? registeredFunction(name) : undefined;
  if (bare) return bare;
  if (envelope.module && isBuiltinModule(envelope.module) && !envelope.registered_name)
    throw new NotImplementedError(`${envelope.module}.${name} is not there yet.`, { place: name });
  const kind = isFunction ? 'function' : 'class';
  throw new PyTypeError(
    `Could not locate ${kind} '${name}'. Make sure custom classes and functions are decorated with ` +
      '`@keras.saving.register_keras_serializable()`. If they are already decorated, make sure they are all ' +
      `imported so that the decorator is run before trying to load them. Full object config: ${repr(envelope)}`,
    {
      place: name,
      hint: `Define ${name} in a cell and call keras.saving.register_keras_serializable()(${name}) before loading.`,
    },
  );
}

/** Configs without a module (initialisers of old files). */
function findLegacy(className: string): Registrable | undefined {
  const modules = ['keras.layers', 'keras.initializers', 'keras.regularizers', 'keras'];
  return modules.map((module) => findBuiltin(module, className)).find((type) => type);
}

function isBuiltinModule(module: string): boolean {
  return module === 'keras' || module.startsWith('keras.');
}

function construct(target: Registrable, envelope: Envelope, config: unknown): unknown {
  const fromConfig = (target as { from_config?: FromConfig }).from_config;
  if (!fromConfig)
    throw new PyTypeError(
      `Unable to reconstruct an instance of '${envelope.class_name}' because the class is missing a \`from_config()\` method. Full object config: ${repr(envelope)}`,
      { place: envelope.class_name },
    );
  try {
    return fromConfig.call(target, config);
  } catch (error) {
    if (!isTypeError(error)) throw error;
    throw new PyTypeError(
      `${kindOf(envelope)} could not be deserialized properly. Please ensure that components that are Python object ` +
        "instances (layers, models, etc.) returned by `get_config()` are explicitly deserialized in the model's " +
        `\`from_config()\` method.\n\nconfig=${repr(envelope)}.\n\nException encountered: ${error.message}`,
      { place: envelope.class_name, cause: error },
    );
  }
}

/** Python's TypeError, or JavaScript's own errors, most of which Python has as such. */
function isTypeError(error: unknown): error is Error {
  return (
    error instanceof PyTypeError || (error instanceof Error && !(error instanceof PythonError))
  );
}

function kindOf(envelope: Envelope): string {
  return `<class '${[envelope.module, envelope.class_name].filter(Boolean).join('.')}'>`;
}

/** Makes the weights of a layer that was built when it was saved. */
function buildFromConfig(
  instance: unknown,
  build: { readonly input_shape?: unknown } | null | undefined,
): void {
  const layer = instance as { built?: boolean; build?: (shape: unknown) => void };
  if (!build?.input_shape || !layer.build || layer.built !== false) return;
  layer.build(build.input_shape);
}
