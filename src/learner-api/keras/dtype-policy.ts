/** Layer dtypes as configs write them: a name, or since Keras 3.4 a `DTypePolicy` object. */
import { NotImplementedError, PyTypeError } from '#errors';
import { DTYPES, type DType } from '#tensor';
import { isPlainObject } from '../python/options';

/** @throws NotImplementedError for mixed precision, TypeError for what is no dtype */
export function readDType(value: unknown, owner: string): DType {
  if (value === undefined || value === null) return 'float32';
  if (typeof value === 'string') return checked(value, owner);
  if (isPlainObject(value) && isPlainObject(value['config'])) {
    return readDType(value['config']['name'], owner);
  }
  throw new PyTypeError(`${owner}: dtype must be a string. Received: dtype=${String(value)}`);
}

function checked(name: string, owner: string): DType {
  if (name in DTYPES) return name as DType;
  throw new NotImplementedError(`${owner}: dtype policy '${name}' is not supported.`, {
    hint: 'Use float32.',
  });
}
