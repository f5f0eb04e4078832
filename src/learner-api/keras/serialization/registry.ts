/**
 * Which classes and functions configs may name: built-in ones by module, learners' by `package>Name`.
 * Source of the rules: keras/src/saving/object_registration.py.
 */
import { ValueError } from '#errors';

/** A class with `from_config`, or a function. */
export type Registrable =
  (abstract new (...args: never[]) => unknown) | ((...args: never[]) => unknown);

interface Builtin {
  readonly module: string;
  readonly class_name: string;
}

const builtins = new Map<string, Registrable>();
const builtinsByPrototype = new Map<object, Builtin>();
const custom = new Map<string, Registrable>();
const customNames = new Map<Registrable, string>();
const scopes: CustomObjects[] = [];

export type CustomObjects = Readonly<Record<string, unknown>>;

/** Makes the classes of a module known under their `class_name`. */
export function registerBuiltins(
  module: string,
  classes: Readonly<Record<string, Registrable>>,
): void {
  for (const [class_name, type] of Object.entries(classes)) {
    builtins.set(`${module}.${class_name}`, type);
    builtinsByPrototype.set(type.prototype as object, { module, class_name });
  }
}

export function findBuiltin(module: string, className: string): Registrable | undefined {
  return builtins.get(`${module}.${className}`);
}

/** Module and class name of an instance of a built-in class, else undefined. */
export function builtinOf(instance: object): Builtin | undefined {
  return builtinsByPrototype.get(Object.getPrototypeOf(instance) as object);
}

/** What Python writes as keyword arguments. */
export interface RegisterOptions {
  /** Default: `Custom`. */
  readonly package?: string;
  /** Default: the name of the class or function. */
  readonly name?: string | null;
}

/**
 * `keras.saving.register_keras_serializable(package="Custom", name=None)`: lets files name your class or function.
 * It returns a decorator: `keras.saving.register_keras_serializable()(MyBlock)`.
 */
export function register_keras_serializable(
  packageOrOptions: string | RegisterOptions = {},
  name: string | null = null,
): <T extends Registrable>(target: T) => T {
  const options =
    typeof packageOrOptions === 'string' ? { package: packageOrOptions, name } : packageOrOptions;
  return (target) => {
    const registered = `${options.package ?? 'Custom'}>${options.name ?? target.name}`;
    if (isClass(target) && !('get_config' in (target.prototype as object)))
      throw new ValueError('Cannot register a class that does not have a get_config() method.');
    custom.set(registered, target);
    customNames.set(target, registered);
    return target;
  };
}

/** `package>Name` where it was registered, else the bare name. */
export function get_registered_name(target: Registrable): string {
  return customNames.get(target) ?? target.name;
}

/** The class or function of this name: from the custom objects given, those in scope, or the registered ones. */
export function get_registered_object(
  name: string,
  customObjects: CustomObjects = {},
): Registrable | undefined {
  for (const scope of [customObjects, ...scopes.toReversed()]) {
    if (Object.hasOwn(scope, name)) return scope[name] as Registrable;
  }
  return custom.get(name);
}

/** A function by its bare name, as older Keras writes those that were registered. */
export function registeredFunction(name: string): Registrable | undefined {
  const found = [...custom].find(([registered]) => registered.endsWith(`>${name}`));
  return found?.[1];
}

export function isRegistered(target: Registrable): boolean {
  return customNames.has(target);
}

/** Runs `body` with these custom objects known. */
export function withCustomObjects<T>(customObjects: CustomObjects, body: () => T): T {
  scopes.push(customObjects);
  try {
    return body();
  } finally {
    scopes.pop();
  }
}

function isClass(target: unknown): target is abstract new (...args: never[]) => unknown {
  return typeof target === 'function' && /^class\b/.test(Function.prototype.toString.call(target));
}
