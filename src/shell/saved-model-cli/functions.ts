/** The part of `saved_model_cli show --all` that lists what can be called. */
import { compareUtf8 } from '#bytes';
import { ValueError } from '#errors';
import { tracesOf } from '#formats/saved-model';
import type { SavedModel, SavedObject, SavedObjectGraph } from '#formats/saved-model/schema';
import { argumentsText, namedArgumentsText } from './arguments';
import { loadedNames, LoadError } from './loaded-names';
import { checkObjectGraph } from './object-graph';
import { sortedTexts } from './python-text';
import type { PyValue } from './python-value';
import { decodeStructure, UndecodableError } from './structured-value';

/** A function may have many traces, and many names may stand for one function. A model lists a few thousand. */
const MAX_TEXT = 4 * 2 ** 20;

/** One way to call a function. */
interface Option {
  readonly args: readonly PyValue[];
  /** Names of arguments that are given by name only. */
  readonly kwargs: readonly string[];
}

/** '' for what TensorFlow 1 wrote: it has no objects. */
export function functionsText(model: SavedModel): string {
  if (!model.metaGraphs.some((metaGraph) => metaGraph.objectGraphDef)) return '';
  return `\nConcrete Functions:${listText(model)}`;
}

function listText(model: SavedModel): string {
  let functions: ReadonlyMap<string, readonly Option[]>;
  try {
    functions = listFunctions(model);
  } catch (error) {
    const isCustom = error instanceof LoadError && error.problem === 'custom-ops';
    if (!(error instanceof LoadError || error instanceof UndecodableError)) throw error;
    const reason = isCustom ? 'the existence of custom ops in the SavedModel' : 'unknown reasons';
    return ` N/A (could not be listed due to ${reason})\n`;
  }
  let text = '';
  for (const name of sortedTexts(functions.keys())) {
    text += `\n  Function Name: '${name}'\n`;
    for (const [i, option] of functions.get(name)!.entries()) {
      text += optionText(option, i);
      if (text.length > MAX_TEXT) throw tooMany();
    }
  }
  return text;
}

function optionText({ args, kwargs }: Option, index: number): string {
  const title = `    Option #${index + 1}\n      Callable with:\n`;
  return `${args.length > 0 ? title : ''}${argumentsText(args)}${namedArgumentsText(kwargs)}`;
}

function tooMany(): ValueError {
  return new ValueError(
    `There are so many ways to call the functions of the SavedModel that listing them takes more than ${MAX_TEXT / 2 ** 20} MB of text.`,
    { hint: 'Ask for one signature: --tag_set serve --signature_def serving_default.' },
  );
}

/** The functions that are attributes of the root, in no order. @throws LoadError, UndecodableError */
function listFunctions(model: SavedModel): Map<string, readonly Option[]> {
  const [metaGraph] = model.metaGraphs;
  const graph = metaGraph?.objectGraphDef;
  if (!metaGraph || !graph || model.metaGraphs.length > 1) {
    throw new LoadError('unknown', 'Tags would be needed to load one of several meta graphs.');
  }
  const names = loadedNames(metaGraph.graphDef);
  checkObjectGraph(metaGraph, graph);
  const signatures = decodeSignatures(graph);
  const functions = new Map<string, readonly Option[]>();
  const known = new Map<number, readonly Option[]>();
  for (const { localName, nodeId } of graph.nodes[0]?.children ?? []) {
    const node = graph.nodes[nodeId]!;
    functions.delete(localName);
    const options = known.get(nodeId) ?? optionsOf(node, names, signatures);
    if (!options) continue;
    known.set(nodeId, options);
    functions.set(localName, options);
  }
  return functions;
}

/** Undefined where the object is no function. @param names of traces once they are loaded */
function optionsOf(
  object: SavedObject,
  names: ReadonlyMap<string, string>,
  signatures: ReadonlyMap<string, Option>,
): readonly Option[] | undefined {
  const traces = tracesOf(object);
  if (!traces) return undefined;
  const sorted = [...traces].sort((a, b) => compareUtf8(names.get(a)!, names.get(b)!));
  return sorted.map((name) => signatures.get(name) ?? keywordsOf(object));
}

/** TensorFlow decodes them all, those that nobody lists too. */
function decodeSignatures(graph: SavedObjectGraph): Map<string, Option> {
  return new Map(
    Object.entries(graph.concreteFunctions).map(([name, signature]) => {
      const { canonicalizedInputSignature: inputs, outputSignature: outputs } = signature;
      if (!inputs || !outputs) throw new UndecodableError(`${name} has half a signature.`);
      decodeStructure(outputs);
      return [name, optionOf(decodeStructure(inputs))];
    }),
  );
}

function optionOf(signature: PyValue): Option {
  const parts = signature.kind === 'tuple' || signature.kind === 'list' ? signature.items : [];
  const [args, kwargs] = parts;
  const isPair = parts.length === 2 && args && kwargs?.kind === 'dict';
  if (!isPair || (args.kind !== 'tuple' && args.kind !== 'list')) {
    throw new UndecodableError('A signature is no pair of arguments and arguments by name.');
  }
  return { args: args.items, kwargs: kwargs.fields.map(([name]) => name) };
}

/** Of a function without a signature the names of its inputs are known. */
function keywordsOf({ kind }: SavedObject): Option {
  const names = kind.case === 'bareConcreteFunction' ? kind.value.argumentKeywords : [];
  return { args: names.map((value) => ({ kind: 'str', value })), kwargs: [] };
}
