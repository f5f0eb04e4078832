/**
 * The names under which layers are found in `model.weights.h5`. They follow the class, never the layer's own name.
 * Source: keras/src/utils/naming.py (`to_snake_case`) and saving_lib.py (`_save_container_state`).
 */

/** `Conv2D` → `conv2d`, `ReLU` → `re_lu`, `BatchNormalization` → `batch_normalization`. */
export function snakeCase(className: string): string {
  return className
    .replace(/[^\p{L}\p{N}_]/gu, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/**
 * The keys of a list of objects, in the list's order: `dense`, `dense_1`, `conv2d`, `dense_2`.
 * @param classNames one a list entry: Python's class name, without a registered class's package
 */
export function layerKeys(classNames: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return classNames.map((className) => {
    const name = snakeCase(className);
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  });
}
