/** Names of parameters and inputs, made into what Python takes as a parameter. */
import { ValueError } from '#errors';
import type { ExportedEndpoint } from '../source';
import { isInput, mapStructure } from './structures';

/** Python's keywords, none of which a loaded function could have as a parameter. */
const KEYWORDS = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global ' +
    'if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/**
 * The endpoint with its names as TensorFlow itself would change them when it traces.
 * @throws ValueError for a name that Python cannot have, or that two inputs have then
 */
export function withPythonNames(endpoint: ExportedEndpoint): ExportedEndpoint {
  const taken = new Set<string>();
  const parameters = endpoint.arguments.map(({ name, value }) => ({
    name: pythonName(name, endpoint),
    value: mapStructure(value, isInput, (input) => {
      const key = pythonName(input.key, endpoint);
      if (taken.has(key)) throw invalid(`duplicate parameter name: '${key}'`, endpoint);
      taken.add(key);
      return { ...input, key };
    }),
  }));
  return { ...endpoint, arguments: parameters };
}

function pythonName(name: string, endpoint: ExportedEndpoint): string {
  const plain = name.replace(/[^\p{L}\p{N}]/gu, '_');
  const valid = /^\p{L}/u.test(plain) ? plain : `arg_${plain}`;
  if (KEYWORDS.has(valid)) throw invalid(`'${valid}' is not a valid parameter name`, endpoint);
  return valid;
}

function invalid(message: string, endpoint: ExportedEndpoint): ValueError {
  return new ValueError(message, {
    place: endpoint.name,
    hint: `Give the inputs of endpoint '${endpoint.name}' other names, with tf.TensorSpec(…, {name}).`,
  });
}
