/** A function on placeholders: its graph, with the names that a SavedModel has for what goes in and comes out. */
import { PyTypeError, ValueError } from '#errors';
import type {
  EndpointArgument,
  EndpointInput,
  ExportedEndpoint,
  Structure,
} from '#formats/saved-model';
import { GraphBuilder, SymbolicTensor, withGraph, type Operand } from '#graph';
import { NDArray } from '#tensor';
import { flattenNest, packNest, type Nested } from '../keras/nest';
import { KerasVariable } from '../keras/variable';
import { isPlainObject } from '../python/options';
import { repr } from '../python/repr';
import type { TensorSpec } from '../tf/tensor-spec';
import { inputKeys, type FunctionType } from './function-type';
import type { Callable } from './parameters';
import { tensorText } from './tensor-text';

export interface TracedFunction extends ExportedEndpoint {
  /** All inputs of its arguments, flattened. */
  readonly inputs: readonly EndpointInput[];
  readonly outputs: Structure<SymbolicTensor>;
}

/**
 * Calls the function once, on placeholders. What it reads of variables stays readable, what it assigns (moving averages,
 * where it trains) is assigned whenever the graph runs.
 *
 * @param name of the endpoint, for messages
 * @throws what the function throws; ValueError with TensorFlow's message for results that are not tensors
 */
export function traceFunction(fn: Callable, type: FunctionType, name: string): TracedFunction {
  const builder = new GraphBuilder();
  const { given, tensors, inputs } = placeholdersFor(builder, type, name);
  const results = withGraph(builder, () => {
    const result: unknown = (fn as (...args: readonly unknown[]) => unknown)(...tensors);
    return toTensors(builder, result, { type, name });
  });
  const ends = [
    ...flattenNest<SymbolicTensor>(results),
    ...tensors.flatMap((nest) => flattenNest(nest)),
  ];
  return {
    name,
    functionName: type.functionName,
    graph: builder.subgraph(ends, { assigns: true }),
    arguments: given,
    inputs,
    outputs: results,
  };
}

interface Placeholders {
  readonly inputs: readonly EndpointInput[];
  readonly given: EndpointArgument[];
  /** The same as tensors, nested as the specs are. */
  readonly tensors: Nested<SymbolicTensor>[];
}

function placeholdersFor(
  builder: GraphBuilder,
  type: FunctionType,
  signature: string,
): Placeholders {
  const leaves = type.parameters.flatMap(({ name, specs }) =>
    flattenNest<TensorSpec>(specs).map((spec) => ({ spec, name: spec.name ?? name })),
  );
  const names = leaves.map(({ name }) => name);
  const keys = inputKeys(type, names, signature);
  const inputs = leaves.map(({ spec: { dtype, shape } }, i) => {
    const tensor = builder.placeholder(keys[i]!, { dtype, shape });
    return { tensor, key: keys[i]!, spec: { dtype, shape } };
  });
  const placed: Placeholders = { inputs, given: [], tensors: [] };
  let start = 0;
  for (const { name, specs } of type.parameters) {
    const own = inputs.slice(start, (start += flattenNest<TensorSpec>(specs).length));
    placed.given.push({ name, value: packNest<EndpointInput>(specs, own) });
    placed.tensors.push(
      packNest(
        specs,
        own.map(({ tensor }) => tensor),
      ),
    );
  }
  return placed;
}

interface Place {
  readonly type: FunctionType;
  readonly name: string;
}

/** A tensor, or a list or dict of them one level deep; numbers, arrays and variables become tensors. */
function toTensors(
  builder: GraphBuilder,
  result: unknown,
  place: Place,
): Structure<SymbolicTensor> {
  if (result instanceof Promise) throw asynchronous(result, place.type);
  const one = (value: unknown, key: string) => {
    if (!isOperand(value)) throw notTensor(value, key, place);
    return builder.tensor(value);
  };
  if (Array.isArray(result))
    return keepTuple(
      result,
      result.map((value, i) => one(value, `output_${i}`)),
    );
  if (!isPlainObject(result)) return one(result, 'output_0');
  return Object.fromEntries(Object.entries(result).map(([key, value]) => [key, one(value, key)]));
}

/** A frozen list is Python's tuple. */
function keepTuple<T>(before: readonly unknown[], after: T[]): readonly T[] {
  return Object.isFrozen(before) ? Object.freeze(after) : after;
}

function isOperand(value: unknown): value is Operand {
  return (
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    [SymbolicTensor, NDArray, KerasVariable].some((type) => value instanceof type)
  );
}

function asynchronous(result: Promise<unknown>, { functionName }: FunctionType): PyTypeError {
  result.catch(() => undefined);
  return new PyTypeError(`The function ${functionName} returned a promise, not a tensor.`, {
    hint: 'A function that is traced must not be async, and must not await: it only says what to compute.',
  });
}

function notTensor(value: unknown, key: string, { type, name }: Place): ValueError {
  return new ValueError(
    `Got a non-Tensor value ${describe(value)} for key '${key}' in the output of the function ` +
      `__inference_${type.functionName} used to generate the SavedModel signature '${name}'. Outputs for functions ` +
      'used as signatures must be a single Tensor, a sequence of Tensors, or a dictionary from string to Tensor.',
    { place: name, hint: 'Return a tensor, a flat list of tensors, or a flat object of tensors.' },
  );
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(describe).join(', ')}]`;
  if (value instanceof SymbolicTensor) return tensorText(value);
  if (!isPlainObject(value)) return repr(value);
  const entries = Object.entries(value).map(([key, item]) => `${repr(key)}: ${describe(item)}`);
  return `{${entries.join(', ')}}`;
}
