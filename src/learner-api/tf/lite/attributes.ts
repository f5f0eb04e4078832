/** Objects with a fixed set of attributes: in Python a misspelt one would be set and do nothing. */
import { AttributeError, NotImplementedError } from '#errors';
import { classNameOf } from '../../python/class-name';
import { repr } from '../../python/repr';

/** Attributes that TensorFlow has and this converter has not, with the values that they have there unless set. */
export type OtherAttributes = Readonly<Record<string, unknown>>;

/** Setting an attribute that the class does not declare is an error. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class
export abstract class CheckedAttributes {
  /** @param others may be set to the value that they have, which changes nothing */
  constructor(others: OtherAttributes) {
    return new Proxy(this, {
      set: (target, key, value) => {
        if (Reflect.has(target, key)) return Reflect.set(target, key, value);
        checkOther(target, String(key), value, others);
        return true;
      },
    });
  }
}

/** @throws NotImplementedError for another value than the default, AttributeError for a name that TensorFlow does not know */
function checkOther(object: object, name: string, value: unknown, others: OtherAttributes): void {
  const place = `${classNameOf(object)}.${name}`;
  if (!Object.hasOwn(others, name))
    throw new AttributeError(`'${classNameOf(object)}' object has no attribute '${name}'`, {
      place,
      hint: `It has: ${Object.keys(object).join(', ')}.`,
    });
  const usual = repr(others[name]);
  if (repr(value) === usual) return;
  throw new NotImplementedError(`${name} = ${repr(value)} is not there yet.`, {
    place,
    hint: `Leave it out: it is ${usual}.`,
  });
}
