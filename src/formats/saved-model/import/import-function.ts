/** A function of the object graph as a graph: what `loaded.serve` is in Python. */
import { AttributeError, ValueError } from '#errors';
import type { Shape } from '#graph';
import type { SavedModelArtifact } from '../artifact';
import type { ImportedFunction, RestoredVariable } from '../imported';
import type { TensorSpecProto } from '../schema';
import { capturedValues, variableHandle } from './captures';
import { chooseTrace, readTrace, type CallOptions, type Trace } from './choose-function';
import { contextOf, type ImportContext } from './context';
import { Importer, type DeclaredInput } from './importer';
import { listNames, shortName } from '../messages';
import { functionSpecOf, tracesOf, type ObjectGraph } from '../object-graph';
import { namingFile } from './naming-file';
import { checkedShape, specDType } from './specs';
import { TensorCollector } from './structured-value';

export interface ImportFunctionOptions extends CallOptions {
  /** Default: the meta graph that serving uses. */
  readonly tags?: readonly string[];
  /** Shapes of inputs by key, where another than the declared one is wanted (a known batch) or none is declared. */
  readonly shapes?: Readonly<Record<string, Shape>>;
}

/**
 * The graph of a function, with calls written out and variables restored.
 *
 * @param path attributes from the loaded object, joined by dots: `serve`, `signatures.serving_default`
 * @throws AttributeError when there is no such function; ValueError when no trace takes these arguments;
 * NotImplementedError naming every op that cannot run here
 */
export function importFunction(
  artifact: SavedModelArtifact,
  path: string,
  options: ImportFunctionOptions = {},
): Promise<ImportedFunction> {
  return namingFile(artifact.files.path, async () => {
    const context = await contextOf(artifact, options.tags);
    const { objects, id } = objectAt(context, path);
    const trace = chooseTrace(path, readTraces(context, objects, id, path), options);
    return importTrace(context, objects, trace, options.shapes);
  });
}

/**
 * The variables at a path of attributes, with their values: one, or those of a list, dict or nested object in order.
 * They are the same objects that the graphs of this artifact have.
 * @throws AttributeError when there is no such attribute
 */
export function importVariables(
  artifact: SavedModelArtifact,
  path: string,
  tags?: readonly string[],
): Promise<readonly RestoredVariable[]> {
  return namingFile(artifact.files.path, async () => {
    const context = await contextOf(artifact, tags);
    const { objects, id } = objectAt(context, path);
    const ids = objects.variable(id)
      ? [id]
      : objects.node(id).children.map((child) => child.nodeId);
    const variables = ids
      .filter((child) => objects.variable(child))
      .map((child) => context.variable(variableHandle(context, objects, child)));
    await context.variables.load(variables);
    return variables;
  });
}

function objectAt(
  { objects }: ImportContext,
  path: string,
): { readonly objects: ObjectGraph; readonly id: number } {
  const id = objects?.find(path);
  if (objects && id !== undefined) return { objects, id };
  const names = objects?.attributes('function') ?? [];
  throw new AttributeError(`'_UserObject' object has no attribute '${shortName(path)}'`, {
    place: path,
    hint: names.length
      ? `Its functions are ${listNames(names)}.`
      : 'It has no functions; use one of its signatures.',
  });
}

function readTraces(
  { program }: ImportContext,
  objects: ObjectGraph,
  id: number,
  path: string,
): readonly Trace[] {
  const object = objects.node(id);
  const names = tracesOf(object);
  if (!names) throw new AttributeError(`'${shortName(path)}' is no function.`, { place: path });
  const traces = names.map((name) => {
    const proto = objects.concreteFunction(name);
    if (!proto)
      throw new ValueError(
        `The function ${shortName(path)} has the trace ${shortName(name)}, which is not there.`,
      );
    const trace = readTrace(name, proto, functionSpecOf(object));
    program.work.spend(trace.size);
    return trace;
  });
  if (traces.length > 0) return traces;
  throw new ValueError(
    `The function ${shortName(path)} was never traced, so it cannot be called.`,
    {
      place: path,
      hint: 'Give it an input_signature, or call it once, before you save.',
    },
  );
}

async function importTrace(
  context: ImportContext,
  objects: ObjectGraph,
  trace: Trace,
  shapes: ImportFunctionOptions['shapes'],
): Promise<ImportedFunction> {
  const importer = new Importer(context);
  const { evaluator } = importer;
  const declared = declaredInputs(context, trace);
  const inputs = declared.map((input) => importer.input(input, shapes));
  const captured = capturedValues(context, objects, evaluator, trace.proto.boundInputs);
  const values = evaluator.callFunction(trace.name, [...inputs, ...captured], '');
  const collector = new TensorCollector();
  const outputStructure = collector.collect(trace.proto.outputSignature) ?? [];
  if (collector.specs.length !== values.length)
    throw new ValueError(
      `The function ${shortName(trace.name)} returns ${values.length} tensors, but its output signature has ${collector.specs.length}.`,
    );
  const parts = await importer.finish(
    collector.specs.map(({ shape }, i) => ({
      key: `output_${i}`,
      value: values[i]!,
      shape: checkedShape(shape, `output ${i} of ${shortName(trace.name)}`),
    })),
    objects.capturedNames(trace.name),
  );
  return { ...parts, argumentStructure: trace.structure, outputStructure };
}

/** Keys are the names that the specs have, or those of the function's arguments where two have one name. */
function declaredInputs({ program }: ImportContext, trace: Trace): readonly DeclaredInput[] {
  const names = program.library.get(trace.name).arguments;
  const known = new Set<string>();
  return trace.specs.map((spec: TensorSpecProto, i) => {
    const argument = names[i] ?? `args_${i}`;
    const key = spec.name === '' || known.has(spec.name) ? argument : spec.name;
    known.add(key);
    const place = `the argument '${shortName(key)}' of ${shortName(trace.name)}`;
    return {
      key,
      dtype: specDType(spec.dtype, place),
      shape: checkedShape(spec.shape, place),
      node: argument,
      functionName: trace.name,
    };
  });
}
