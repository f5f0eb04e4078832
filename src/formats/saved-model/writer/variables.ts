/** Which variables are stored, under which checkpoint keys, and as which nodes of the outer graph. */
import { AssertionError, ValueError } from '#errors';
import type { GraphVariable } from '#graph';
import { formatTuple } from '#tensor';
import type { ExportedEndpoint, SavedModelSource, StoredVariable } from '../source';
import { nodeName, type Names } from './names';

/** One stored variable. A variable of a copied collection has one more there. */
export interface VariableSlot {
  readonly variable: StoredVariable;
  /** The VarHandleOp of the outer graph. */
  readonly nodeName: string;
  readonly checkpointKey: string;
}

export interface VariableList {
  readonly name: string;
  readonly slots: readonly VariableSlot[];
}

export interface VariableLayout {
  readonly lists: readonly VariableList[];
  /** Every slot once, in the order of the checkpoint. */
  readonly slots: readonly VariableSlot[];
  /** What functions read a variable from. */
  readonly slotOf: ReadonlyMap<GraphVariable, VariableSlot>;
}

/** @param names the outer graph's */
export function layOutVariables(source: SavedModelSource, names: Names): VariableLayout {
  const shared = new Map<GraphVariable, VariableSlot>();
  const copies = new Map<GraphVariable, VariableSlot>();
  const slots: VariableSlot[] = [];
  const lists = source.collections.map(({ name, variables, copied = false }) => {
    const known = copied ? new Map<GraphVariable, VariableSlot>() : shared;
    const listed = variables.map((variable, i) => {
      const slot = known.get(variable) ?? newSlot(variable, [name, String(i)], names);
      if (!known.has(variable)) slots.push(slot);
      known.set(variable, slot);
      return slot;
    });
    if (copied) for (const slot of listed) copies.set(slot.variable, slot);
    return { name, slots: listed };
  });
  return { lists, slots, slotOf: new Map([...copies, ...shared]) };
}

function newSlot(variable: StoredVariable, path: readonly string[], names: Names): VariableSlot {
  checkValue(variable);
  const node = names.claim(nodeName(variable.path));
  return { variable, nodeName: node, checkpointKey: checkpointKey(path) };
}

/** The key of an object's value by the names that lead to it from the root, as tf.train.Checkpoint makes it. */
export function checkpointKey(path: readonly string[]): string {
  const escaped = path.map((part) => part.replaceAll('.', '..').replaceAll('/', '.S'));
  return `${escaped.join('/')}/.ATTRIBUTES/VARIABLE_VALUE`;
}

/** TensorFlow restores whatever it finds, so a value of another shape or dtype would be loaded without a word. */
function checkValue({ path, shape, dtype, value }: StoredVariable): void {
  const fits = value.dtype === dtype && value.shape.join() === shape.join();
  if (fits && value.shape.length === shape.length) return;
  const is = `${value.dtype} of shape ${formatTuple(value.shape)}`;
  throw new ValueError(
    `The value of variable '${path}' is ${is}, but the variable is ${dtype} of shape ${formatTuple(shape)}.`,
    { place: path },
  );
}

/** @throws AssertionError naming endpoint and variable, with TensorFlow's words */
export function checkTracked(
  endpoint: ExportedEndpoint,
  captures: readonly GraphVariable[],
  functionName: string,
  layout: VariableLayout,
): void {
  const variable = captures.find((capture) => !layout.slotOf.has(capture));
  if (!variable) return;
  throw new AssertionError(
    "Tried to export a function which references an 'untracked' resource. TensorFlow objects (e.g. tf.Variable) " +
      "captured by functions must be 'tracked' by assigning them to an attribute of a tracked object or assigned " +
      'to an attribute of the main object directly. See the information below:\n' +
      `\tFunction name = ${functionName}\n` +
      `\tCaptured Tensor = ${variable.path}`,
    {
      hint: `Endpoint '${endpoint.name}' reads the variable '${variable.path}': track() the layer or model that owns it before add_endpoint().`,
      place: endpoint.name,
    },
  );
}
