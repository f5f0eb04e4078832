/** Tensors between the fixtures' flat form and the nested lists of a request. */

/** @typedef {import('../compare.mjs').JsonArray} JsonArray */

/** @param {JsonArray} array @returns {unknown} nested lists; a scalar as it is */
export function toInstances({ shape, data, dtype }) {
  let at = 0;
  const next = () => (dtype === 'bool' ? Boolean(data[at++]) : data[at++]);
  /** @param {readonly number[]} sizes @returns {unknown} */
  const nest = ([size, ...rest]) =>
    size === undefined ? next() : Array.from({ length: size }, () => nest(rest));
  return nest(shape);
}

/** @param {unknown} value as served @param {JsonArray} like whose dtype and rank it has @returns {JsonArray} */
export function fromServed(value, { dtype, shape }) {
  const sizes = [];
  let part = value;
  while (sizes.length < shape.length && Array.isArray(part)) {
    sizes.push(part.length);
    part = part[0];
  }
  const data = [value].flat(Infinity).map(Number);
  return { shape: sizes, dtype, data };
}
