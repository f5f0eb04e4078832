/** Which of a function's traces a call means. */
import { ValueError } from '#errors';
import { fitsShape, specText, type TensorSpec } from '#graph';
import type {
  FunctionSpec,
  SavedConcreteFunction,
  StructuredValue,
  TensorSpecProto,
} from '../schema';
import type { Structure } from '../structure';
import { shortName } from '../messages';
import { namesIn } from './describe';
import { checkedShape, specDType } from './specs';
import { sortedEntries, TensorCollector } from './structured-value';

/** What the caller wants to pass; what is left out is not compared. */
export interface CallOptions {
  /** Number of tensors. */
  readonly count?: number;
  /** Of all tensors, in order. */
  readonly specs?: readonly TensorSpec[];
  /** Value of a parameter `training`. Default: a trace with `false` is preferred. */
  readonly training?: boolean;
}

/** A trace of a function, its arguments taken apart. */
export interface Trace {
  readonly name: string;
  readonly proto: SavedConcreteFunction;
  /** Tensors in the order in which they are passed. */
  readonly specs: readonly TensorSpecProto[];
  /** Positional arguments that hold tensors, then keyword arguments in the order of their names. */
  readonly structure: readonly Structure<number>[];
  /** Undefined where the function has no such parameter, or a tensor stands there. */
  readonly training: boolean | undefined;
  /** Values in the arguments, tensors or not. */
  readonly size: number;
}

export function readTrace(
  name: string,
  proto: SavedConcreteFunction,
  spec: FunctionSpec | undefined,
): Trace {
  const [positional, keywords] = argumentsOf(proto);
  const collector = new TensorCollector();
  const all = [...positional, ...keywords.map(([, value]) => value)];
  const structure = all
    .map((value) => collector.collect(value))
    .filter((item) => item !== undefined);
  const named = new Map([...zip(namesIn(spec, 'args'), positional), ...keywords]);
  const training = named.get('training')?.kind;
  return {
    name,
    proto,
    specs: collector.specs,
    structure,
    training: training?.case === 'boolValue' ? training.value : undefined,
    size: collector.visited,
  };
}

/**
 * @param path of the function, for messages
 * @throws ValueError with TensorFlow's words when none fits
 */
export function chooseTrace(path: string, traces: readonly Trace[], call: CallOptions): Trace {
  const fitting = traces.filter((trace) => accepts(trace, call));
  const chosen = fitting.find(({ training }) => training === (call.training ?? false));
  if (chosen ?? fitting[0]) return (chosen ?? fitting[0])!;
  const options = traces.map(
    ({ specs }, i) => `Option ${i + 1}: ${specs.map(printSpec).join(', ') || 'no tensors'}`,
  );
  throw new ValueError(
    `Could not find matching concrete function to call loaded from the SavedModel: ${shortName(path)} expects its arguments to match one of the following ${traces.length} option(s):\n${options.join('\n')}`,
    { place: path },
  );
}

function accepts({ specs, training }: Trace, call: CallOptions): boolean {
  if (call.training !== undefined && training !== undefined && training !== call.training)
    return false;
  if (call.count !== undefined && call.count !== specs.length) return false;
  if (!call.specs) return true;
  return (
    call.specs.length === specs.length &&
    call.specs.every((spec, i) => acceptsSpec(specs[i]!, spec))
  );
}

function acceptsSpec(declared: TensorSpecProto, { dtype, shape }: TensorSpec): boolean {
  const place = `the argument '${declared.name}'`;
  if (specDType(declared.dtype, place) !== dtype) return false;
  const wanted = checkedShape(declared.shape, place);
  return !wanted || fitsShape(shape, wanted);
}

function printSpec({ name, dtype, shape }: TensorSpecProto): string {
  const spec = { shape: checkedShape(shape, name), dtype: specDType(dtype, name) };
  return specText(spec, shortName(name));
}

function argumentsOf({ canonicalizedInputSignature }: SavedConcreteFunction) {
  const kind = canonicalizedInputSignature?.kind;
  const [args, kwargs] = kind?.case === 'tupleValue' ? kind.value.values : [];
  const positional: readonly StructuredValue[] =
    args?.kind.case === 'tupleValue' || args?.kind.case === 'listValue'
      ? args.kind.value.values
      : [];
  const keywords = kwargs?.kind.case === 'dictValue' ? sortedEntries(kwargs.kind.value.fields) : [];
  return [positional, keywords] as const;
}

function zip<A, B>(a: readonly A[], b: readonly B[]): [A, B][] {
  return a.slice(0, b.length).map((item, i) => [item, b[i]!]);
}
