/** Python's `__call__`: an instance that is itself a function. */

/**
 * Base of classes whose instances are called, as in `layers.Dense(10)(x)`. The constructor returns a function whose
 * prototype is the class, so that methods, `instanceof` and subclasses work as usual.
 */
export abstract class CallableObject {
  constructor() {
    const self = (...args: readonly unknown[]): unknown =>
      (self as unknown as CallableObject).invoke(...args);
    // A function's own `name` and `length` would stand in the way of properties of these names.
    Reflect.deleteProperty(self, 'name');
    Reflect.deleteProperty(self, 'length');
    return Object.setPrototypeOf(self, new.target.prototype) as this;
  }

  /** What calling the instance does. @internal */
  abstract invoke(...args: readonly unknown[]): unknown;
}
