/** Completing a node's attributes from its declaration and inputs, and checking them as TensorFlow does. */
import { PyTypeError, ValueError } from '#errors';
import type { DType } from '#tensor';
import { isOfKind, typeAttr, type Attrs } from './attr-declaration';
import { argAt, argDType, type ArgDeclaration, type OpDeclaration } from './declaration';
import type { GraphNode, TensorRef } from './graph';
import { OPS } from './registry';

export function declarationOf(op: string): OpDeclaration {
  const declaration = OPS.get(op);
  if (!declaration) throw new ValueError(`Op type not registered '${op}'.`, { place: op });
  return declaration;
}

/** The input argument that tensor i is; tensors of a list are called `values_0`, `values_1`, … */
export function inputDeclaration(op: OpDeclaration, i: number, count: number): ArgDeclaration {
  const arg = argAt(op.inputs, i, count);
  return arg.count ? { ...arg, name: `${arg.name}_${i - op.inputs.indexOf(arg)}` } : arg;
}

/** @throws ValueError when an op gets more or fewer tensors than it takes */
export function checkInputCount(opName: string, op: OpDeclaration, count: number): void {
  const hasList = op.inputs.some((input) => input.count);
  if (hasList ? count >= op.inputs.length : count === op.inputs.length) return;
  const wanted = hasList ? `at least ${op.inputs.length}` : String(op.inputs.length);
  throw new ValueError(`${opName} expects ${wanted} inputs, but ${count} were given.`, {
    place: opName,
  });
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

/**
 * Fills in defaults, list lengths and the type attrs that follow from the inputs.
 * @throws ValueError for an attribute that is missing or of the wrong kind, TypeError for a dtype that does not fit
 */
export function completeAttrs(
  opName: string,
  op: OpDeclaration,
  inputs: readonly TensorRef[],
  given: Attrs,
): Attrs {
  const attrs: Record<string, Attrs[string]> = { ...op.defaults, ...given };
  checkKinds(opName, op, attrs);
  const setBy = new Map<string, string>();
  inputs.forEach(({ node, index }, i) => {
    const { name, type } = inputDeclaration(op, i, inputs.length);
    const { dtype } = node.outputs[index]!;
    const wanted = argDType(type, attrs);
    if (wanted === undefined) {
      attrs[type] = { type: dtype };
      setBy.set(type, name);
    } else if (wanted !== dtype) {
      throw dtypeMismatch(opName, name, dtype, wanted, setBy.get(type));
    }
    checkAllowed(op, type, name, dtype);
  });
  const list = op.inputs.find((input) => input.count);
  if (list?.count) attrs[list.count] = inputs.length - (op.inputs.length - 1);
  checkPresent(opName, op, attrs);
  return attrs;
}

function checkKinds(opName: string, op: OpDeclaration, attrs: Attrs): void {
  for (const [name, { kind }] of Object.entries(op.attrs)) {
    const value = attrs[name];
    if (value === undefined || isOfKind(value, kind)) continue;
    throw new ValueError(`Attr '${name}' of ${opName} is not of kind ${kind}.`, { place: opName });
  }
}

function checkPresent(opName: string, op: OpDeclaration, attrs: Attrs): void {
  for (const [name, { kind, allowed }] of Object.entries(op.attrs)) {
    if (attrs[name] === undefined) {
      throw new ValueError(`NodeDef missing attr '${name}' from Op<name=${opName}>`, {
        place: opName,
      });
    }
    const isInput = op.inputs.some((input) => input.type === name);
    if (kind !== 'type' || !allowed || isInput) continue;
    const dtype = typeAttr(attrs, name);
    if ((allowed as readonly string[]).includes(dtype)) continue;
    throw new PyTypeError(
      `Value passed to attr '${name}' of ${opName} is ${dtype}, not in list of allowed values: ${allowed.join(', ')}`,
    );
  }
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
  const allowed = op.attrs[type]?.allowed;
  if (!allowed || (allowed as readonly string[]).includes(dtype)) return;
  throw new PyTypeError(
    `Value passed to parameter '${input}' has DataType ${dtype} not in list of allowed values: ${allowed.join(', ')}`,
  );
}

/** The output argument that tensor `index` of a node is, and its place in it: `node:<name>:<index>` in a function. */
export function outputArgument(
  { op, outputs }: GraphNode,
  index: number,
): { readonly name: string; readonly index: number } {
  const args = declarationOf(op).outputs;
  const arg = argAt(args, index, outputs.length);
  return { name: arg.name, index: arg.count ? index - args.indexOf(arg) : 0 };
}
