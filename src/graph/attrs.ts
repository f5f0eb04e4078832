/** Completing a node's attributes from its declaration and inputs, and checking dtypes as TensorFlow does. */
import { PyTypeError, ValueError } from '#errors';
import type { DType } from '#tensor';
import { isDType, type Attrs, type InputDeclaration, type OpDeclaration } from './declaration';
import type { TensorRef } from './graph';
import { OPS } from './registry';

export function declarationOf(op: string): OpDeclaration {
  const declaration = OPS.get(op);
  if (!declaration) throw new ValueError(`Op type not registered '${op}'.`, { place: op });
  return declaration;
}

export function inputDeclaration(op: OpDeclaration, i: number, count: number): InputDeclaration {
  const listAt = op.inputs.findIndex((input) => input.isList);
  if (listAt < 0 || i < listAt) return op.inputs[i]!;
  const after = op.inputs.length - listAt - 1;
  if (i >= count - after) return op.inputs[op.inputs.length - (count - i)]!;
  const list = op.inputs[listAt]!;
  return { ...list, name: `${list.name}_${i - listAt}` };
}

/** Type attrs that tensors among the operands, or the given attrs, decide. @param dtypes of the operands that have one */
export function knownTypes(
  op: OpDeclaration,
  dtypes: readonly (DType | undefined)[],
  attrs: Attrs,
): ReadonlyMap<string, DType> {
  const types = new Map<string, DType>();
  for (const [key, value] of Object.entries(attrs)) {
    if (typeof value === 'object' && 'type' in value) types.set(key, value.type as DType);
  }
  dtypes.forEach((dtype, i) => {
    const { type } = inputDeclaration(op, i, dtypes.length);
    if (dtype && !types.has(type)) types.set(type, dtype);
  });
  return types;
}

/** Fills in defaults, list lengths and the type attrs that follow from the inputs. */
export function completeAttrs(
  opName: string,
  op: OpDeclaration,
  inputs: readonly TensorRef[],
  given: Attrs,
): Attrs {
  const attrs: Record<string, Attrs[string]> = { ...op.defaults, ...given };
  const setBy = new Map<string, string>();
  inputs.forEach(({ node, index }, i) => {
    const { name, type } = inputDeclaration(op, i, inputs.length);
    const { dtype } = node.outputs[index]!;
    const expected = type === 'resource' || isDType(type) ? type : attrs[type];
    if (expected === undefined) {
      attrs[type] = { type: dtype };
      setBy.set(type, name);
    } else {
      const wanted = typeof expected === 'string' ? expected : (expected as { type: string }).type;
      if (wanted !== dtype) throw dtypeMismatch(opName, name, dtype, wanted, setBy.get(type));
    }
    checkAllowed(op, type, name, dtype);
  });
  if (op.inputs.some((input) => input.isList)) {
    attrs['N'] = inputs.length - (op.inputs.length - 1);
  }
  return attrs;
}

function dtypeMismatch(op: string, input: string, got: string, wanted: string, from?: string) {
  const rest = from
    ? `that does not match type ${wanted} of argument '${from}'.`
    : `that does not match expected type of ${wanted}.`;
  return new PyTypeError(`Input '${input}' of '${op}' Op has type ${got} ${rest}`, {
    hint: `Convert one of them first, for example with .astype("${wanted}").`,
  });
}

function checkAllowed(op: OpDeclaration, type: string, input: string, dtype: string): void {
  const allowed = op.types[type];
  if (!allowed || (allowed as readonly string[]).includes(dtype)) return;
  throw new PyTypeError(
    `Value passed to parameter '${input}' has DataType ${dtype} not in list of allowed values: ${allowed.join(', ')}`,
  );
}
