/** Objects with a fixed set of attributes: in Python a misspelt one would be set and do nothing. */
import { AttributeError, NotImplementedError } from '#errors';
import { classNameOf } from '../../python/class-name';
import { isNear } from '../../python/near';
import { repr } from '../../python/repr';

/** Attributes that TensorFlow has and this converter has not, with the values that they have there unless set. */
export type OtherAttributes = Readonly<Record<string, unknown>>;

/** Setting an attribute that the class does not declare is an error. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class
export abstract class CheckedAttributes {
  /** @param others may be read, and set to the value that they have, which changes nothing */
  constructor(others: OtherAttributes) {
    return new Proxy(this, {
      get: (target, key, receiver) =>
        typeof key === 'string' && Object.hasOwn(others, key)
          ? others[key]
          : (Reflect.get(target, key, receiver) as unknown),
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
      hint: hintFor(object, name),
    });
  const usual = repr(others[name]);
  if (repr(value) === usual) return;
  throw new NotImplementedError(`${name} = ${repr(value)} is not there yet.`, {
    place,
    hint: `Leave it out: it is ${usual}.`,
  });
}

/** What TensorFlow 1 called it, or where else it is. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  post_training_quantize: 'Write converter.optimizations = [tf.lite.Optimize.DEFAULT].',
  inference_type: 'Write converter.inference_input_type and converter.inference_output_type.',
  quantized_input_stats: 'Set converter.representative_dataset, which measures the ranges.',
  default_ranges_stats: 'Set converter.representative_dataset, which measures the ranges.',
  target_ops: 'Write converter.target_spec.supported_ops = […].',
  supported_ops: 'Write converter.target_spec.supported_ops = […].',
  supported_types: 'Write converter.target_spec.supported_types = […].',
};

function hintFor(object: object, name: string): string {
  if (Object.hasOwn(ELSEWHERE, name)) return ELSEWHERE[name]!;
  const near = Object.keys(object).find((key) => isNear(key, name));
  const question = near === undefined ? '' : `Did you mean '${near}'? `;
  return `${question}It has: ${Object.keys(object).join(', ')}.`;
}
