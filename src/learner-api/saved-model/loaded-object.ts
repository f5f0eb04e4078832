/** What `tf.saved_model.load` returns, and its signatures: objects whose missing members are Python's errors. */
import { AttributeError, KeyError } from '#errors';
import { repr } from '../python/repr';
import type { LoadedVariable } from './loaded-variable';
import type { RestoredFunction } from './restored-function';
import type { SignatureFunction } from './signature-function';

/** A function, or a list of variables: which of them, the name tells. */
export type LoadedAttribute = RestoredFunction & readonly LoadedVariable[];

/** Signatures by name: `loaded.signatures["serving_default"]`. */
export type Signatures = Readonly<Record<string, SignatureFunction>> & { keys(): string[] };

interface Members {
  readonly signatures: Signatures;
  readonly variables: readonly LoadedVariable[];
  readonly trainable_variables: readonly LoadedVariable[];
  readonly non_trainable_variables: readonly LoadedVariable[];
  /** What `model.export` calls its endpoint. */
  readonly serve: RestoredFunction;
}

/** Its attributes are the endpoints and the variable collections that were saved. */
export type LoadedSavedModel = Members & { readonly [name: string]: LoadedAttribute };

class UserObject {
  static readonly class_name = '_UserObject';
  repr(): string {
    return '<tensorflow.python.saved_model.load.Loader._recreate_base_user_object.<locals>._UserObject object>';
  }
}

class SignatureMap {
  static readonly class_name = '_SignatureMap';
  keys(): string[] {
    return Object.keys(this);
  }
  repr(): string {
    return `_SignatureMap(${repr({ ...this })})`;
  }
}

/** @param attributes functions and lists of variables by name; one named `then` is left out, since `await` would call it */
export function loadedObject(
  attributes: ReadonlyMap<string, unknown>,
  signatures: ReadonlyMap<string, SignatureFunction>,
): LoadedSavedModel {
  const map = withMissing(
    Object.assign(new SignatureMap(), Object.fromEntries(signatures)),
    (name) =>
      new KeyError(repr(name), {
        place: name,
        hint: `The signatures are: ${[...signatures.keys()].join(', ')}.`,
      }),
  );
  const named = Object.fromEntries([...attributes].filter(([name]) => name !== 'then'));
  const members = Object.assign(new UserObject(), named, { signatures: map });
  return withMissing(members, (name) => {
    return new AttributeError(`'_UserObject' object has no attribute '${name}'`, {
      place: name,
      hint: `It has: ${Object.keys(members).join(', ')}.`,
    });
  }) as unknown as LoadedSavedModel;
}

/** Reading a name that is not there throws; what the language itself asks for is undefined as usual. */
function withMissing<T extends object>(members: T, missing: (name: string) => Error): T {
  return new Proxy(members, {
    get: (target, key, receiver) => {
      if (typeof key === 'symbol' || Reflect.has(target, key) || PROTOCOL.has(key))
        return Reflect.get(target, key, receiver) as unknown;
      throw missing(key);
    },
  });
}

/** Asked of any value: by `await`, by `JSON.stringify`, by what recognises layers, models and configs. */
const PROTOCOL: ReadonlySet<string> = new Set(['then', 'toJSON', 'get_config', 'count_params']);
