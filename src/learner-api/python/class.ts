/** Python's classes are called without `new`; so are those of the learner API, and they can still be extended. */

type Constructor = abstract new (...args: never[]) => unknown;

/** A class that makes an instance with or without `new`. */
export type PythonClass<C extends Constructor> = C &
  ((...args: ConstructorParameters<C>) => InstanceType<C>);

/** Makes a class callable without `new`. `instanceof` and `extends` work as before. */
export function pythonClass<C extends new (...args: never[]) => object>(type: C): PythonClass<C> {
  return new Proxy(type, {
    apply: (target, _self, args: never[]): object => Reflect.construct(target, args),
  }) as PythonClass<C>;
}
