/** Names that Keras gives by itself, and the scopes that variables' paths are made of. */
import { snakeCase } from '#formats/keras';

const counts = new Map<string, number>();
const scopes: { readonly name: string; readonly owner: object }[] = [];

/** `dense`, `dense_1`, `dense_2`, … for the class or prefix; the counter is global, as in Python. */
export function autoName(classNameOrPrefix: string): string {
  const prefix = snakeCase(classNameOrPrefix);
  const count = counts.get(prefix) ?? 0;
  counts.set(prefix, count + 1);
  return count === 0 ? prefix : `${prefix}_${count}`;
}

/** `keras.utils.clear_session()`: starts the counters of automatic names anew. */
export function clearSession(): void {
  counts.clear();
}

/** Runs `body` with `name/` before the paths of variables made in it; once per owner. */
export function withNameScope<T>(name: string, owner: object, body: () => T): T {
  if (scopes.at(-1)?.owner === owner) return body();
  scopes.push({ name, owner });
  try {
    return body();
  } finally {
    scopes.pop();
  }
}

/** The path of something made now, for example `fashion/dense/kernel`. */
export function pathInScope(name: string): string {
  return [...scopes.map((scope) => scope.name), name].join('/');
}
