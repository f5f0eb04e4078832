/**
 * What a traced function takes: an input signature, bound to the function's parameters as `tf.function` does.
 * Source of the names: tensorflow/core/function/polymorphism/function_type.py.
 */
import { PyTypeError, ValueError } from '#errors';
import type { Nested } from '../keras/nest';
import { typeRepr } from '../python/type-name';
import type { TensorSpec } from '../tf/tensor-spec';
import { signatureText } from './binding';
import { parametersOf, type Callable, type Parameter, type ParameterKind } from './parameters';
import { toSpecs, type SpecTree } from './specs';
import { structureText } from './type-text';

export interface TypedParameter {
  readonly name: string;
  readonly kind: ParameterKind;
  readonly specs: Nested<TensorSpec>;
}

export interface FunctionType {
  readonly functionName: string;
  /** Those that are given tensors. */
  readonly parameters: readonly TypedParameter[];
  /** Those that keep a default that is a literal. */
  readonly defaults: readonly Parameter[];
}

/**
 * @param signature one entry for each parameter that takes tensors
 * @throws TypeError with TensorFlow's messages when it does not fit the function's parameters
 */
export function bindSignature(fn: Callable, signature: SpecTree): FunctionType {
  const specs = toSpecs(signature);
  if (!Array.isArray(specs))
    throw new PyTypeError(
      `input_signature must be either a tuple or a list, got ${typeRepr(specs)}.`,
      { hint: 'Put it into a list: input_signature: [tf.TensorSpec(…)].' },
    );
  const { functionName, list, hasRest } = parametersOf(fn);
  const given = specs as readonly Nested<TensorSpec>[];
  checkCount(list, given.length, hasRest);
  const parameters = given.map((item, i): TypedParameter => {
    const known = list[i];
    const isPositional = hasRest || known === undefined;
    return {
      name: known?.name ?? `args_${i - list.length}`,
      kind: isPositional ? 'POSITIONAL_ONLY' : known.kind,
      specs: item,
    };
  });
  const defaults = list.slice(given.length).filter(({ literal }) => literal !== undefined);
  return { functionName, parameters, defaults };
}

function checkCount(list: readonly Parameter[], given: number, hasRest: boolean): void {
  const missing = list.slice(given).find(({ isRequired }) => isRequired);
  if (missing)
    throw new PyTypeError(`input_signature missing type constraint for ${missing.name}`, {
      hint: 'Give one TensorSpec for each parameter of the function.',
    });
  const extra = given - list.length;
  if (extra > 0 && !hasRest)
    throw new PyTypeError(`input_signature contains ${extra} extra type constraints.`, {
      hint: `The function takes ${list.length}.`,
    });
}

/**
 * Names of the inputs of a signature, in the order of the flattened specs: the TensorSpec's name, else the parameter's,
 * with `_1`, `_2`, … for those that are taken.
 *
 * @throws ValueError with TensorFlow's message for a name that cannot name a node
 */
export function inputKeys(
  { functionName }: Pick<FunctionType, 'functionName'>,
  names: readonly string[],
  signature: string,
): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    if (!/^[A-Za-z0-9.][\w.\\/>-]*$/.test(name)) throw badName(name, functionName, signature);
    const plain = name.replace(/\W/g, '_');
    const legal = /^[A-Za-z]/.test(plain) ? plain : `arg_${plain}`;
    let free = legal;
    for (let uses = 1; taken.has(free); uses++) free = `${legal}_${uses}`;
    taken.add(free);
    return free;
  });
}

function badName(name: string, functionName: string, signature: string): ValueError {
  return new ValueError(
    `Got non-flat/non-unique argument names for SavedModel signature '${signature}': more than one argument to ` +
      `'__inference_signature_wrapper_${functionName}' was named '${name}'. Signatures have one Tensor per named ` +
      'input, so to have predictable names Python functions used to generate these signatures should avoid *args and ' +
      'Tensors in nested structures unless unique names are specified for each. Use tf.TensorSpec(..., name=...) to ' +
      'provide a name for a Tensor input.',
    { place: name, hint: 'Use letters, digits and "_" in the name, a letter first.' },
  );
}

/** The function's signature as Python prints it. */
export function typeText({ parameters, defaults }: FunctionType): string {
  const given = parameters.map(({ name, specs }) => ({ name, type: structureText(specs, String) }));
  const kept = defaults.map(({ name, literal }) => ({
    name,
    type: `Literal[${literal}]`,
    hasDefault: true,
  }));
  return signatureText([...given, ...kept]);
}
