/** What Keras prints of an endpoint after writing it: TensorFlow's description of the function. */
import { specText, type GraphVariable, type SymbolicTensor } from '#graph';
import { structureText, type FunctionType, type TracedFunction } from '../../functions';

/**
 * ```
 * * Endpoint 'serve'
 *   args_0 (POSITIONAL_ONLY): TensorSpec(shape=(None, 4), dtype=tf.float32, name='x')
 * Output Type:
 *   TensorSpec(shape=(None, 2), dtype=tf.float32, name=None)
 * Captures:
 *   140000000000192: TensorSpec(shape=(), dtype=tf.resource, name=None)
 * ```
 */
export function endpointText(traced: TracedFunction, type: FunctionType): string {
  const parameters = type.parameters.map(
    ({ name, kind, specs }) => `  ${name} (${kind}): ${structureText(specs, String)}`,
  );
  const defaults = type.defaults.map(
    ({ name, kind, literal }) => `  ${name} (${kind}): Literal[${literal}]`,
  );
  const captures = traced.graph.variables.map(
    (variable) => `  ${identityOf(variable)}: ${specText({ shape: [], dtype: 'resource' })}`,
  );
  return [
    `* Endpoint '${traced.name}'`,
    ...parameters,
    ...defaults,
    'Output Type:',
    `  ${structureText<SymbolicTensor>(traced.outputs, (tensor) => specText(tensor))}`,
    'Captures:',
    ...(captures.length > 0 ? captures : ['  None']),
  ].join('\n');
}

const identities = new WeakMap<GraphVariable, number>();
let nextIdentity = 140_000_000_000_208;

/** A number that stays a variable's, as Python's `id(x)`. */
function identityOf(variable: GraphVariable): number {
  const known = identities.get(variable);
  if (known !== undefined) return known;
  const identity = nextIdentity;
  nextIdentity += 192;
  identities.set(variable, identity);
  return identity;
}
